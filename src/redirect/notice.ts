/** The small pages for visitors who are not redirected. All of their text stands here: nothing needs escaping. */
import type { TurnedAwayReason } from '../hits/hit.ts';
import type { Language } from './language.ts';

export type NoticeName = 'unknown' | 'gone' | 'expired' | 'used_up' | 'blocked' | 'method_not_allowed';

interface NoticeText {
  title: string;
  text: string;
}

const STATUS: Record<NoticeName, number> = {
  unknown: 404,
  gone: 410,
  expired: 410,
  used_up: 410,
  blocked: 451,
  method_not_allowed: 405,
};

/** A link that has not started looks exactly like one that does not exist. */
export const NOTICE_OF: Record<TurnedAwayReason, NoticeName> = {
  archived: 'gone',
  deleted: 'gone',
  blocked: 'blocked',
  not_started: 'unknown',
  expired: 'expired',
  used_up: 'used_up',
};

const TEXTS: Record<Language, Record<NoticeName, NoticeText>> = {
  en: {
    unknown: {
      title: 'This link leads nowhere',
      text: 'Check the address: a character may be missing. Or ask whoever sent it to you.',
    },
    gone: { title: 'This link is no longer active', text: 'Whoever shared it has withdrawn it.' },
    expired: {
      title: 'This link has expired',
      text: 'It could be opened until a certain time, which is over.',
    },
    used_up: {
      title: 'This link has been used up',
      text: 'It could be opened a certain number of times, and that number is reached.',
    },
    blocked: { title: 'This link is blocked', text: 'It may not be opened any more.' },
    method_not_allowed: { title: 'A link can only be opened', text: 'Nothing can be sent to this address.' },
  },
  fr: {
    unknown: {
      title: 'Ce lien ne mène nulle part',
      text: 'Vérifiez l’adresse : il manque peut-être un caractère. Sinon, demandez à la personne qui vous l’a envoyée.',
    },
    gone: { title: 'Ce lien n’est plus actif', text: 'La personne qui l’a partagé l’a retiré.' },
    expired: {
      title: 'Ce lien a expiré',
      text: 'Il pouvait être ouvert jusqu’à une date, maintenant passée.',
    },
    used_up: {
      title: 'Ce lien est épuisé',
      text: 'Il pouvait être ouvert un certain nombre de fois, et ce nombre est atteint.',
    },
    blocked: { title: 'Ce lien est bloqué', text: 'Il ne peut plus être ouvert.' },
    method_not_allowed: {
      title: 'Un lien ne peut qu’être ouvert',
      text: 'Rien ne peut être envoyé à cette adresse.',
    },
  },
};

const STYLE = `:root{color-scheme:light dark;--ink:#1b1c22;--soft:#565a63;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#eceef3;--soft:#a9aeb8;--paper:#16181d}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);
font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:26rem;padding:1.5rem;overflow-wrap:anywhere}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
p{margin:0;color:var(--soft)}`;

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

/** The page of one notice; `method` HEAD gets its headers only. */
export function noticeAnswer(name: NoticeName, language: Language, method: string): Response {
  const headers = new Headers({ ...HEADERS, 'Content-Language': language });
  if (name === 'method_not_allowed') headers.set('Allow', 'GET, HEAD');
  const body = method === 'HEAD' ? null : page(language, TEXTS[language][name]);
  return new Response(body, { status: STATUS[name], headers });
}

function page(language: Language, { title, text }: NoticeText): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`;
}
