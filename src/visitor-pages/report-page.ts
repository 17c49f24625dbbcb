/** The page on which visitors report a link. It works without JavaScript. */

import { REPORT_CATEGORIES } from '../abuse/report.ts';
import { MAX_MESSAGE_LENGTH } from '../abuse/report-link.ts';
import type { Reply } from './http-reply.ts';
import { escapeHtml, type PageRequest, pageReply } from './page.ts';
import { REPORT_TEXTS } from './report-texts.ts';

/** The path of the page and of its form. */
export const ABUSE_REPORT_PATH = '/abuse';

const FIELD_STYLE = `<style>select,textarea{font:inherit;width:100%;padding:.625rem .75rem;border:1px solid var(--line);
border-radius:.375rem;background:var(--paper);color:var(--ink)}label{margin-top:1rem}</style>
`;

/** The form, with what was typed, and what is wrong with it. */
export function reportForm(
  request: PageRequest,
  { link, message = '', problem }: { link: string; message?: string; problem?: 'unknown' | 'invalid' },
): Reply {
  const texts = REPORT_TEXTS[request.language];
  const alert = problem ? `<p role="alert" id="problem">${texts[problem]}</p>\n` : '';
  const isWrongLink = problem === 'unknown' ? ' aria-invalid="true" aria-describedby="problem"' : '';
  const options = REPORT_CATEGORIES.map(
    (category) => `<option value="${category}">${texts.categories[category]}</option>`,
  );
  const form = `<form method="post" action="${ABUSE_REPORT_PATH}">
<label for="link">${texts.link}</label>
<input id="link" name="link" type="text" inputmode="url" autocapitalize="none" spellcheck="false" maxlength="500" required value="${escapeHtml(link)}"${isWrongLink}>
<label for="category">${texts.category}</label>
<select id="category" name="category" required>
${options.join('\n')}
</select>
<label for="message">${texts.message}</label>
<textarea id="message" name="message" rows="4" maxlength="${MAX_MESSAGE_LENGTH}" aria-describedby="hint">${escapeHtml(message)}</textarea>
<p id="hint">${texts.hint}</p>
<button>${texts.button}</button>
</form>`;
  const body = `<p>${texts.intro}</p>\n${alert}${form}`;
  const status = problem ? 422 : 200;
  return pageReply(request, { status, title: texts.title, head: FIELD_STYLE, body, hasForm: true });
}

export function reportThanks(request: PageRequest): Reply {
  const { title, text } = REPORT_TEXTS[request.language].thanks;
  return pageReply(request, { status: 200, title, body: `<p>${text}</p>` });
}

export function tooManyReports(request: PageRequest, seconds: number): Reply {
  const { title, text } = REPORT_TEXTS[request.language].tooMany;
  const headers = { 'Retry-After': String(seconds) };
  return pageReply(request, { status: 429, title, body: `<p>${text}</p>`, headers });
}
