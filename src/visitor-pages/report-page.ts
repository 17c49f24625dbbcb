/** The page on which visitors report a link. It works without JavaScript. */

import { REPORT_CATEGORIES, type ReportCategory } from '../abuse/report.ts';
import { MAX_MESSAGE_LENGTH } from '../abuse/report-link.ts';
import type { Reply } from './http-reply.ts';
import { escapeHtml, type PageRequest, pageReply } from './page.ts';
import { REPORT_TEXTS } from './report-texts.ts';

/** The path of the page and of its form. */
export const ABUSE_REPORT_PATH = '/abuse';

const FIELD_STYLE = `<style>textarea{font:inherit;width:100%;padding:.625rem .75rem;border:1px solid var(--line);
border-radius:.375rem;background:var(--paper);color:var(--ink)}label,fieldset{margin-top:1rem}
fieldset{margin-inline:0;padding:0;border:0}legend{padding:0}.choice{display:flex;gap:.75rem;margin:.5rem 0 0;cursor:pointer}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0;accent-color:var(--ink)}
input[aria-invalid],textarea[aria-invalid]{border-color:var(--bad)}fieldset[aria-invalid]{outline:1px solid var(--bad);outline-offset:.5rem}</style>
`;

interface ReportFormOf {
  link: string;
  category?: ReportCategory | undefined;
  message?: string;
  /** The field that is wrong. */
  problem?: 'link' | 'category' | 'message';
}

/** The form, with what was typed, and what is wrong with it. */
export function reportForm(
  request: PageRequest,
  { link, category, message = '', problem }: ReportFormOf,
): Reply {
  const texts = REPORT_TEXTS[request.language];
  const alert = problem ? `<p role="alert" id="problem">${texts.problems[problem]}</p>\n` : '';
  const wrong = (field: ReportFormOf['problem'], hint = '') => {
    const about = [problem === field ? 'problem' : '', hint].filter(Boolean).join(' ');
    const described = about === '' ? '' : ` aria-describedby="${about}"`;
    return `${problem === field ? ' aria-invalid="true"' : ''}${described}`;
  };
  // The texts are sentences, which a closed list would cut off on a phone.
  const choices = REPORT_CATEGORIES.map((each) => {
    const checked = each === category ? ' checked' : '';
    const input = `<input type="radio" name="category" value="${each}" required${checked}>`;
    return `<label class="choice">${input}<span>${texts.categories[each]}</span></label>`;
  });
  const form = `<form method="post" action="${ABUSE_REPORT_PATH}">
<label for="link">${texts.link}</label>
<input id="link" name="link" type="text" inputmode="url" autocapitalize="none" spellcheck="false" maxlength="500" required value="${escapeHtml(link)}"${wrong('link')}>
<fieldset role="radiogroup"${wrong('category')}>
<legend>${texts.category}</legend>
${choices.join('\n')}
</fieldset>
<label for="message">${texts.message}</label>
<textarea id="message" name="message" rows="4" maxlength="${MAX_MESSAGE_LENGTH}"${wrong('message', 'hint')}>${escapeHtml(message)}</textarea>
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
