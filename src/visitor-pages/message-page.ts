/** Pages that tell a visitor in one sentence why there is nothing to open. */
import type { TurnedAwayReason } from '../hits/hit.ts';
import { type PageRequest, pageAnswer } from './page.ts';
import type { Reply } from './reply.ts';
import { type NoticeName, TEXTS } from './texts.ts';

const STATUS: Record<NoticeName, number> = {
  unknown: 404,
  gone: 410,
  expired: 410,
  used_up: 410,
  blocked: 451,
  method_not_allowed: 405,
  too_large: 413,
  unsupported: 415,
  too_many_attempts: 429,
};

/** A link that has not started looks exactly like one that does not exist. The form answers what is missing here. */
export const NOTICE_OF: Record<Exclude<TurnedAwayReason, 'password' | 'wrong_password'>, NoticeName> = {
  archived: 'gone',
  deleted: 'gone',
  blocked: 'blocked',
  not_started: 'unknown',
  expired: 'expired',
  used_up: 'used_up',
};

/** The page of one notice; `headers` such as Allow and Retry-After are added. */
export function noticeAnswer(
  name: NoticeName,
  request: PageRequest,
  headers: Record<string, string> = {},
): Reply {
  const { title, text } = TEXTS[request.language].notices[name];
  return pageAnswer(request, { status: STATUS[name], title, body: `<p>${text}</p>`, headers });
}
