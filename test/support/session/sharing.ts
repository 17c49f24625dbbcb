/** Readers press share buttons, by share links and by the key of a page, and others come by what was shared. */
import { API, ask, BROWSER, fetched, get, look, open, post, read, type Step } from './step.ts';

const PAGE = 'https://pages.example';
const TEXT = { 'Content-Type': 'text/plain;charset=UTF-8', 'User-Agent': BROWSER };
const FRENCH = { 'Accept-Language': 'fr' };
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';

const prepared: Step[] = [
  post(
    '/contents',
    { url: `${PAGE}/größen?a=1`, title: 'Größen', channels: ['whatsapp', 'email'], shareCodes: true },
    201,
    { as: 'shared' },
  ),
  post('/keys', { name: 'Buttons', scopes: ['shares:write'], origins: [PAGE] }, 201, { as: 'page' }),
  get('/contents/{shared.id}/embed?look=menu&lang=fr&key={page.key}'),
];

const linksOpened: Step[] = [
  look('/share/whatsapp?content={shared.id}', 302),
  look('/share/email?content={shared.id}&t=Ein%20Text%0A%E2%80%AEdazu', 302),
  look('/share/copy?u=https%3A%2F%2Fpages.example%2Fgr%C3%B6%C3%9Fen%3Fa%3D1%26utm_source%3Dx', 200),
  look('/share/qr?content={guide.id}', 200, FRENCH),
  look('/share/native?content=cnt_none', 404, FRENCH),
  look('/share/copy?u=https%3A%2F%2Fevil.example%2F', 404),
  look('/share/copy?u=%2F%2Fpages.example%2F', 404),
  look('/share/fax?content={shared.id}', 404),
  look('/share/whatsapp?content={shared.id}', 503, { 'Sec-Purpose': 'prefetch;prerender' }),
  look('/share/whatsapp?content={shared.id}', 200, { 'User-Agent': SLACK }),
  ask('HEAD', '/share/whatsapp?content={shared.id}', 200, { headers: { 'User-Agent': BROWSER } }),
  ask('POST', '/share/whatsapp?content={shared.id}', 405, { headers: { 'User-Agent': BROWSER } }),
];

/** A press that the script of a page reports. */
const report = (
  status: number,
  body: object,
  { origin = PAGE, ...more }: { origin?: string; as?: string } = {},
) =>
  ask('POST', `${API}/shares`, status, {
    body: { key: '{page.key}', contentId: '{shared.id}', channel: 'copy', ...body },
    headers: { ...TEXT, Origin: origin },
    ...more,
  });

const preflight = (status: number, origin: string) =>
  ask('OPTIONS', `${API}/shares`, status, {
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });

const reported: Step[] = [
  preflight(204, PAGE),
  preflight(403, `${PAGE}.evil.example`),
  report(201, {}, { as: 'pressed' }),
  report(201, { channel: 'whatsapp', from: '{pressed.code}' }, { as: 'again' }),
  report(403, {}, { origin: 'https://evil.example' }),
  report(401, { key: 'pk_none' }),
  report(422, { channel: 'fax' }),
  report(413, { from: 'x'.repeat(2_100) }),
  get('/links?limit=1', 403, { key: '{page.key}', headers: { Origin: PAGE } }),
];

const followed: Step[] = [
  get('/links/{pressed.linkId}', 200, { as: 'copied' }),
  get('/links/{again.linkId}', 200, { as: 'sent' }),
  fetched('/{copied.slug}.{pressed.code}', SLACK),
  open('/{copied.slug}.{pressed.code}'),
  open('/{sent.slug}.{again.code}'),
  open('/{sent.slug}.{pressed.code}'),
  read('/contents/{shared.id}/reach'),
  read('/stats?contentId={shared.id}&groupBy=channel'),
  read('/hits?contentId={shared.id}'),
  read('/sightings?contentId={shared.id}'),
];

export const sharing: Step[] = [...prepared, ...linksOpened, ...reported, ...followed];
