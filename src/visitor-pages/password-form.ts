/** The password form of a link, and how a submitted form is read. */
import { readBounded } from '../bytes.ts';
import { MAX_PASSWORD_LENGTH } from '../links/password.ts';
import type { Reply } from './http-reply.ts';
import { type PageRequest, pageReply } from './page.ts';
import { TEXTS } from './texts.ts';

const FIELD = 'password';
const TYPE = 'application/x-www-form-urlencoded';
/** In bytes that were read, whatever `Content-Length` says. */
const FORM_LIMIT = 4096;

/** The form, which reveals nothing about the link. `wrong` adds that the submitted password was wrong. */
export function passwordForm(request: PageRequest, wrong: boolean): Reply {
  const { title, text, label, button, wrong: failed } = TEXTS[request.language].form;
  const alert = wrong ? `<p role="alert" id="failed">${failed}</p>\n` : '';
  const state = wrong ? ' aria-invalid="true" aria-describedby="failed"' : '';
  // Without an `action` the browser submits to the address of the page, with mark and query.
  const form = `<form method="post">
<label for="password">${label}</label>
<input id="password" name="${FIELD}" type="password" autocomplete="current-password" maxlength="${MAX_PASSWORD_LENGTH}" required${state}>
<button>${button}</button>
</form>`;
  const body = `<p>${text}</p>\n${alert}${form}`;
  return pageReply(request, { status: wrong ? 403 : 200, title, body, hasForm: true });
}

/** The submitted password ('' if missing), or the message to answer with, also if the client hangs up. */
export type ReadForm = { ok: true; password: string } | { ok: false; message: 'too_large' | 'unsupported' };

/** Reads no more than 4 kB of the body. */
export async function readForm(request: Request): Promise<ReadForm> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== TYPE) return { ok: false, message: 'unsupported' };
  const bytes = await readBounded(request.body, FORM_LIMIT).catch(() => undefined);
  if (bytes === undefined) return { ok: false, message: 'unsupported' };
  if (bytes === null) return { ok: false, message: 'too_large' };
  return { ok: true, password: new URLSearchParams(new TextDecoder().decode(bytes)).get(FIELD) ?? '' };
}
