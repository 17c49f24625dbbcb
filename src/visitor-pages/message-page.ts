/** Pages that tell a visitor in one sentence why a link does not open. */
import type { RefusalReason } from '../hits/hit.ts';
import type { Reply } from './http-reply.ts';
import { type PageRequest, pageReply } from './page.ts';
import { type MessageName, TEXTS } from './texts.ts';

const STATUS: Record<MessageName, number> = {
  unknown: 404,
  gone: 410,
  expired: 410,
  used_up: 410,
  blocked: 451,
  method_not_allowed: 405,
  too_large: 413,
  unsupported: 415,
  too_many_attempts: 429,
  unavailable: 503,
  passwords_busy: 503,
  too_many_unknown: 429,
};

/** A link that has not started looks exactly like an unknown one. The two missing reasons show the password form. */
export const MESSAGE_OF: Record<Exclude<RefusalReason, 'password' | 'wrong_password'>, MessageName> = {
  archived: 'gone',
  deleted: 'gone',
  blocked: 'blocked',
  not_started: 'unknown',
  expired: 'expired',
  used_up: 'used_up',
};

/** The page of one message. `headers`, such as Allow and Retry-After, are added. */
export function messagePage(
  name: MessageName,
  request: PageRequest,
  headers: Record<string, string> = {},
): Reply {
  const { title, text } = TEXTS[request.language].messages[name];
  return pageReply(request, { status: STATUS[name], title, body: `<p>${text}</p>`, headers });
}
