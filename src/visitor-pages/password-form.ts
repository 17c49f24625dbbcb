/** The page that asks for a link's password, and what people type into it. */
import { readBounded } from '../bytes.ts';
import { MAX_PASSWORD_LENGTH } from '../links/password.ts';
import { type PageRequest, pageAnswer } from './page.ts';
import type { Reply } from './reply.ts';
import { TEXTS } from './texts.ts';

const FIELD = 'password';
const TYPE = 'application/x-www-form-urlencoded';
/** In bytes, as read and not as announced. */
const FORM_LIMIT = 4096;

/** The form, which says nothing of the link; `wrong` after a password that was not the link's. */
export function formAnswer(request: PageRequest, wrong: boolean): Reply {
  const { title, text, label, button, wrong: failed } = TEXTS[request.language].form;
  const alert = wrong ? `<p role="alert" id="failed">${failed}</p>\n` : '';
  const state = wrong ? ' aria-invalid="true" aria-describedby="failed"' : '';
  // Without an `action` it is sent to the very address it was opened at, mark and query included.
  const form = `<form method="post">
<label for="password">${label}</label>
<input id="password" name="${FIELD}" type="password" autocomplete="current-password" maxlength="${MAX_PASSWORD_LENGTH}" required${state}>
<button>${button}</button>
</form>`;
  const body = `<p>${text}</p>\n${alert}${form}`;
  return pageAnswer(request, { status: wrong ? 403 : 200, title, body, hasForm: true });
}

/** The password a form brought, '' when none. */
export type ReadForm = { ok: true; password: string } | { ok: false; notice: 'too_large' | 'unsupported' };

/** Reads no more than 4 kB of the body. */
export async function readForm(request: Request): Promise<ReadForm> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== TYPE) return { ok: false, notice: 'unsupported' };
  const bytes = await readBounded(request.body, FORM_LIMIT);
  if (bytes === null) return { ok: false, notice: 'too_large' };
  return { ok: true, password: new URLSearchParams(new TextDecoder().decode(bytes)).get(FIELD) ?? '' };
}
