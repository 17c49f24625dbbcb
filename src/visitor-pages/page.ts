/** The frame of the visitor pages: no scripts, no external resources, light and dark. */
import type { Language } from '../language.ts';
import { type Reply, UNCACHED } from './http-reply.ts';

/** What a page needs of its request. */
export interface PageRequest {
  method: string;
  language: Language;
}

/** `body` and `head` are HTML; `title` is text. */
export interface Page {
  status: number;
  title: string;
  head?: string;
  body: string;
  /** Added to the headers that every page has. */
  headers?: Record<string, string>;
  /** Omits `form-action` from the policy, with which Chromium would block the redirect after the form. */
  hasForm?: boolean;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
const NO_FORM = "; form-action 'none'";

const STYLE = `:root{color-scheme:light dark;--ink:#1b1c22;--soft:#565a63;--paper:#fff;--line:#767b85;--bad:#a8122a}
@media(prefers-color-scheme:dark){:root{--ink:#eceef3;--soft:#a9aeb8;--paper:#16181d;--line:#868c98;--bad:#ff9aa8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);
font:1.0625rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:29rem;padding:1.5rem;overflow-wrap:anywhere}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
p,dl{margin:0;color:var(--soft);text-wrap:pretty}
p+p,form,dl,.go{margin-top:1rem}
label{display:block;margin-bottom:.25rem}
input,button,.go{font:inherit;width:100%;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.375rem}
input{background:var(--paper);color:var(--ink)}
button,.go{display:block;margin-top:1rem;text-align:center;text-decoration:none;border-color:var(--ink);
background:var(--ink);color:var(--paper);cursor:pointer}
:focus-visible{outline:3px solid var(--line);outline-offset:2px}
p a{color:inherit}
.go+p{margin-top:1rem;font-size:.9375rem}
[role=alert]{color:var(--bad);font-weight:600}
dd{margin:0 0 .75rem;color:var(--ink)}
.host{font-size:1.25rem;font-weight:600}`;

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Escapes text for use inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

/** The answer with this page. HEAD gets only the headers. */
export function pageReply({ language, method }: PageRequest, page: Page): Reply {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': page.hasForm ? POLICY : POLICY + NO_FORM,
    'X-Content-Type-Options': 'nosniff',
    ...UNCACHED,
    ...page.headers,
  };
  const body = method === 'HEAD' ? null : html(language, page);
  return { status: page.status, headers, body };
}

function html(language: string, { title, head = '', body }: Page): string {
  const text = escapeHtml(title);
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text}</title>
${head}<style>${STYLE}</style>
<main>
<h1>${text}</h1>
${body}
</main>
</html>
`;
}
