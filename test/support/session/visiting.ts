/** People and programs open links; the second part runs after the counts of the first were read. */
import { ask, BROWSER, fetched, look, open, patch, type Step } from './step.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const INSTAGRAM = `${IPHONE.replace(/ Version.*/, '')} Mobile/15E148 Instagram 350.0.0.20.100 (iPhone14,5; iOS 18_5; fr_FR)`;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const WHATSAPP = 'WhatsApp/2.23.20.0 A';
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const IMESSAGE =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': BROWSER };
const FRENCH = { 'Accept-Language': 'fr-CH, fr;q=0.9, en;q=0.8' };

/** Submits a form to a link. */
const send = (
  path: string,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) => ask('POST', path, status, { body, headers: { ...FORM, ...headers } });

const people: Step[] = [
  open('/guide-wa'),
  open('/guide-wa.newsletter', 302, { Referer: 'https://news.example/artikel/1?von=mail' }),
  open('/guide-mail', 302, { 'User-Agent': IPHONE, Referer: 'https://mail.google.com/mail/u/0/' }),
  open('/guide-slack', 302, { 'User-Agent': FIREFOX, Referer: 'https://app.slack.com/client/T1/C2' }),
  open('/guide-copy.card_2', 302, { 'User-Agent': INSTAGRAM }),
  open('/guide-copy?utm_source=mine&x=%C3%BC', 302, { Referer: 'android-app://com.Slack/' }),
  open('/guide-qr', 302, { 'Sec-GPC': '1' }),
  open('/guide-qr', 302, { DNT: '1', Cookie: 'session=1' }),
  open('/%67uide%2Dwa'),
  open('/guide-wa/'),
  open('/guide-wa).'),
  open('/GUIDE-WA'),
  open('/unicode'),
  open('/lengthy', 302, {
    Referer: `https://long.example/${'r'.repeat(5000)}`,
    'Accept-Language': 'x'.repeat(900),
  }),
  open('/lengthy', 302, { 'User-Agent': `${BROWSER} ${'y'.repeat(4000)}` }),
  open('/fwd?b=2&a=9&utm_source=own&name=J%C3%B6rg+%22'),
  open(`/fwd?${'key=value&'.repeat(700)}`),
  open('/perm', 301),
  open('/perm8', 308),
  open('/Alpha.test'),
  open('/Alpha.-bad-'),
  open(`/Alpha.${'m'.repeat(33)}`),
  open('/gone'),
  open('/Alpha', 302, { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' }),
  open('/Alpha', 302, { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1' }),
  open('/past-on'),
  open('/one'),
  open('/one', 302),
  open('/two'),
  open('/two'),
  look('/two', 410),
];

const programs: Step[] = [
  fetched('/guide-wa', WHATSAPP, 200),
  fetched('/guide-wa', WHATSAPP, 200),
  fetched('/guide-slack', SLACK, 200),
  fetched('/guide-wa', SLACK, 200),
  fetched('/guide-copy', IMESSAGE, 200, FRENCH),
  fetched('/erase', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'),
  fetched('/Alpha', 'WhatsApp/2'),
  fetched('/Alpha', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'),
  fetched('/Alpha', 'curl/8.5.0'),
  fetched('/Alpha', 'Mimecast-URL-Scanner/1.0'),
  fetched('/Alpha', ''),
  { ...ask('GET', '/Alpha', 302), isHit: true },
  { ...ask('HEAD', '/Alpha', 302, { headers: { 'User-Agent': BROWSER } }), isHit: true },
  { ...ask('HEAD', '/guide-wa', 302, { headers: { 'User-Agent': WHATSAPP } }), isHit: true },
  open('/Alpha', 503, { 'Sec-Purpose': 'prefetch' }),
  open('/guide-wa', 503, { 'Sec-Purpose': 'prefetch;prerender', 'User-Agent': FIREFOX }),
  open('/Alpha', 302, { 'Sec-Purpose': 'prefetch', 'User-Agent': IPHONE }),
  open('/Alpha', 302, { Purpose: 'prefetch' }),
  look('/nowhere', 503, { 'Sec-Purpose': 'prefetch' }),
];

const refused: Step[] = [
  look('/nowhere', 404),
  look('/nowhere', 404, FRENCH),
  look('/nowhere.mark', 404, { 'Accept-Language': 'de' }),
  look('/a/b/c', 404),
  look('/%E6%97%A5%E6%9C%AC', 404),
  look('/%zz%00', 404),
  look(`/${'s'.repeat(2000)}`, 404),
  look('/future', 404),
  look('/past', 410, FRENCH),
  look('/two.mark', 410, FRENCH),
  look('/stored', 410, FRENCH),
  look('/blocked', 451),
  ask('HEAD', '/nowhere', 404),
  ask('HEAD', '/past', 410),
  ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE', 'QUERY', 'TRACE'].map((method) =>
    ask(method, '/Alpha', 405),
  ),
  ask('BREW', '/Alpha', 405),
  ask('OPTIONS', '/nowhere', 405, {
    headers: { Origin: 'https://pages.example', 'Access-Control-Request-Method': 'GET' },
  }),
  ask('POST', '/future', 405, { headers: FRENCH, body: 'x=1' }),
];

const linkInfo: Step[] = [
  look('/guide-wa+', 200),
  look('/guide-wa.newsletter+', 200, FRENCH),
  look('/unicode%2B', 200),
  look('/locked+', 200, FRENCH),
  look('/nowhere+', 404),
  look('/blocked+', 404),
  ask('POST', '/guide-wa+', 405),
];

const passwords: Step[] = [
  look('/locked', 200),
  look('/locked', 200, FRENCH),
  ask('HEAD', '/locked', 200),
  look('/locked?next=%2Fx', 200, { 'User-Agent': SLACK }),
  send('/locked', 403, 'password=wrong'),
  send('/locked', 403, 'other=1', FRENCH),
  send('/locked', 415, '{"password":"x"}', { 'Content-Type': 'application/json' }),
  send('/locked', 413, `password=${'p'.repeat(5000)}`),
  { ...send('/locked.mail', 303, 'password=P%C3%A4ssw%C3%B6rt+%E6%97%A5%E6%9C%AC'), isHit: true },
  { ...send('/locked', 303, 'password=P\u00e4ssw\u00f6rt%20\u65e5\u672c'), isHit: true },
  ask('PUT', '/locked', 405),
];

/** As many password attempts as one address may make in a minute, and one more. */
const guesses: Step[] = [403, 403, 403, 403, 403, 429].map((status) =>
  send('/locked', status, 'password=guess', { 'X-Forwarded-For': '9.9.9.9', 'CF-Connecting-IP': '9.9.9.9' }),
);

export const visiting: Step[] = [...people, ...programs, ...refused, ...linkInfo, ...passwords, ...guesses];

/** Changed links redirect to their new destinations and continue to count. */
export const visitingAgain: Step[] = [
  patch('/links/{alpha.id}', { url: 'https://example.com/elsewhere', statusCode: 307, forwardQuery: true }),
  patch('/links/{blocked.id}', { blocked: false }),
  patch('/links/{stored.id}', { archived: false }),
  patch('/links/{past.id}', { expiresAt: null }),
  patch('/links/{future.id}', { startsAt: null }),
  patch('/links/{two.id}', { maxClicks: 3 }),
  patch('/links/{locked.id}', { password: null }),
  patch('/links/{perm.id}', { archived: true }),
  open('/Alpha.again', 307),
  open('/Alpha?late=1', 307),
  open('/blocked'),
  open('/stored'),
  open('/past'),
  open('/future'),
  open('/two'),
  look('/two', 410),
  open('/locked'),
  look('/perm', 410),
  open('/{telegram.slug}.chat'),
];
