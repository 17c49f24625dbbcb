import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { parseCidr } from '../../../src/net/cidr.ts';
import { RECORDED_PER_NETWORK } from '../../../src/shares/share-limits.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, CHROME, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const SITE = 'https://www.pages.example';
let sotto: Sotto;
let pk = '';
let content = { id: '', url: '' };

beforeAll(async () => {
  sotto = await open();
  const key = await sotto.api<{ key: string }>('POST', '/keys', {
    name: 'Buttons',
    scopes: ['shares:write'],
    origins: [SITE],
  });
  pk = key.body.key;
  const url = `https://pages.example/${unique()}`;
  content = (await sotto.api<typeof content>('POST', '/contents', { url, title: 'A guide' })).body;
});
afterAll(() => sotto.close());

let networks = 0;
const peer = () => `198.51.100.${(networks++ % 250) + 1}`;

interface Answer {
  id: string | null;
  code: string | null;
  shortUrl: string;
  shareUrl: string | null;
  errors?: { pointer: string }[];
}

const send = async (body: unknown, headers: Record<string, string> = {}, from = peer()) => {
  const response = await sotto.request('/api/v1/shares', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    peer: from,
  });
  const answer: Answer = await response.json();
  return { status: response.status, headers: response.headers, body: answer };
};
const asPage = () => ({ Authorization: `Bearer ${pk}`, Origin: SITE });
const press = () => ({ channel: 'whatsapp', contentId: content.id });

const sharesOf = async (limit = 100) => {
  const stored = await sotto.store.contents.get(content.id);
  return sotto.store.shares.list({ contentRowId: stored?.rowId ?? 0 }, { limit, before: null });
};

describe('a share button', () => {
  it('reports a press and gets the short link, which its page may read', async () => {
    const { status, headers, body } = await send(press(), asPage());
    expect(status).toBe(201);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(SITE);
    expect(headers.get('Vary')).toContain('Origin');
    const links = await sotto.api<{ data: { shortUrl: string; shareUrl: string }[] }>(
      'GET',
      `/links?contentId=${content.id}&channel=whatsapp`,
    );
    const { shortUrl, shareUrl } = links.body.data[0] ?? {};
    expect(body).toMatchObject({ shortUrl, shareUrl, code: null });
    expect(await sharesOf()).toMatchObject([{ id: body.id, source: 'browser' }]);
  });

  it('is one share if the same visitor presses again, also through a share link', async () => {
    const from = peer();
    const first = await send({ channel: 'email', url: content.url }, asPage(), from);
    const again = await send({ channel: 'email', url: `${content.url}?utm_source=x` }, asPage(), from);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    const before = (await sharesOf()).length;
    const headers = { 'User-Agent': CHROME };
    await sotto.request(`/share/email?content=${content.id}`, { headers, peer: from });
    expect(await sharesOf()).toHaveLength(before);
  });

  it('may send the key in a text body, as a beacon does', async () => {
    const text = { 'Content-Type': 'text/plain;charset=UTF-8', Origin: SITE };
    const own = { ...press(), key: pk };
    const { status, headers } = await send(own, text);
    expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([201, SITE]);
    expect((await send({ ...own, key: `${pk}x` }, text)).status).toBe(401);
    expect((await send(own, { ...text, Origin: 'https://evil.example' })).status).toBe(403);
    expect((await send('{', text)).status).toBe(401);
    const secret = await sotto.api<{ key: string }>('POST', '/keys', { name: 'S', scopes: ['links:write'] });
    expect((await send({ ...own, key: secret.body.key }, text)).status).toBe(401);
  });

  it('gets a code of its own where share codes are on, and names the parent', async () => {
    await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: true });
    const parent = await send(press(), asPage());
    const child = await send({ ...press(), from: parent.body.code }, asPage());
    expect(child.body.shortUrl).toMatch(new RegExp(`\\.${child.body.code}$`));
    expect(child.body.code).not.toBe(parent.body.code);
    const [newest] = await sharesOf();
    expect(newest).toMatchObject({ id: child.body.id, generation: 1 });
    await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: false });
  });
});

describe('nothing is taken', () => {
  it.each([
    ['on another origin', { Origin: 'https://evil.example' }],
    ['on a subdomain', { Origin: 'https://a.www.pages.example' }],
    ['on the same host without TLS', { Origin: 'http://www.pages.example' }],
    ['without an origin', { Origin: '' }],
    ['from an opaque origin', { Origin: 'null' }],
    ['from a program', { Origin: SITE, 'User-Agent': 'curl/8.5.0' }],
  ])('with a publishable key %s', async (_where, headers) => {
    const before = (await sharesOf()).length;
    const answer = await send(press(), { Authorization: `Bearer ${pk}`, ...headers });
    expect(answer.status).toBe(403);
    expect(await sharesOf()).toHaveLength(before);
  });

  it('of a page without a content, an unknown channel or two targets', async () => {
    const unknown = await send({ channel: 'copy', url: 'https://evil.example/' }, asPage());
    expect(unknown.status).toBe(404);
    const wrong = [
      await send({ channel: 'fax', contentId: content.id }, asPage()),
      await send({ ...press(), url: content.url }, asPage()),
      await send({ ...press(), more: 1 }, asPage()),
    ];
    expect(wrong.map(({ status, body }) => [status, body.errors?.[0]?.pointer])).toEqual([
      [422, '/channel'],
      [422, '/contentId'],
      [422, '/more'],
    ]);
  });

  it('of more than two kilobytes', async () => {
    const body = JSON.stringify({ ...press(), from: 'x'.repeat(2_100) });
    expect((await send(body, asPage())).status).toBe(413);
    expect((await send(body, { Origin: SITE, 'Content-Type': 'text/plain' })).status).toBe(413);
  });

  it('elsewhere in the API with a publishable key', async () => {
    const response = await sotto.request('/api/v1/links', { headers: { ...asPage(), 'User-Agent': CHROME } });
    expect(response.status).toBe(403);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

it('takes reports of apps with a secret key, each as a share', async () => {
  const { body } = await sotto.api<{ key: string }>('POST', '/keys', {
    name: 'App',
    scopes: ['links:write'],
  });
  // No page may read what a secret key gets, whatever origin the request names.
  const headers = { Authorization: `Bearer ${body.key}`, 'User-Agent': 'app/1.0', Origin: SITE };
  const before = (await sharesOf()).length;
  const answers = [
    await send(press(), headers, '198.51.100.9'),
    await send(press(), headers, '198.51.100.9'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[0]?.headers.get('Access-Control-Allow-Origin')).toBeNull();
  expect(await sharesOf()).toHaveLength(before + 2);
});

it('recognizes no visitor who opted out, and does not count the operator’s own presses', async () => {
  const from = peer();
  const optedOut = { ...asPage(), 'Sec-GPC': '1' };
  const answers = [await send(press(), optedOut, from), await send(press(), optedOut, from)];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  const network = parseCidr('203.0.113.0/24');
  const settings = { ...SETTINGS, ownNetworks: network ? [network] : [] };
  const own = await assemble(sotto, { settings });
  const response = await own.request('/api/v1/shares', {
    method: 'POST',
    headers: { ...asPage(), 'Content-Type': 'application/json', 'User-Agent': CHROME },
    body: JSON.stringify(press()),
    peer: '203.0.113.9',
  });
  expect([response.status, (await response.json<Answer>()).id]).toEqual([200, null]);
});

it('stores as many shares of one network as a share link, and passes the link on', async () => {
  const before = (await sharesOf(1_000)).length;
  const statuses: number[] = [];
  for (let at = 0; at < RECORDED_PER_NETWORK.max + 5; at++) {
    const agent = { 'User-Agent': `${CHROME} x${at}` };
    statuses.push((await send(press(), { ...asPage(), ...agent }, '192.0.2.9')).status);
  }
  expect(statuses.slice(-6)).toEqual([201, 200, 200, 200, 200, 200]);
  expect(await sharesOf(1_000)).toHaveLength(before + RECORDED_PER_NETWORK.max);
});

it('answers a preflight only of the origins of its keys', async () => {
  sotto.clock.now += 60_000;
  const ask = (Origin: string) =>
    sotto.request('/api/v1/shares', {
      method: 'OPTIONS',
      headers: { Origin, 'Access-Control-Request-Method': 'POST' },
    });
  const own = await ask(SITE);
  expect([own.status, own.headers.get('Access-Control-Allow-Origin')]).toEqual([204, SITE]);
  expect(own.headers.get('Access-Control-Allow-Methods')).toBe('POST');
  expect(own.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  for (const origin of ['https://evil.example', 'null', `${SITE}.evil.example`]) {
    const other = await ask(origin);
    expect([other.status, other.headers.get('Access-Control-Allow-Origin')]).toEqual([403, null]);
  }
});

it('answers no preflight of a page whose key has expired', async () => {
  const site = 'https://short-lived.example';
  const expiresAt = new Date(sotto.clock.now + 60_000).toISOString();
  await sotto.api('POST', '/keys', { name: 'K', scopes: ['shares:write'], origins: [site], expiresAt });
  const ask = async () =>
    (await sotto.request('/api/v1/shares', { method: 'OPTIONS', headers: { Origin: site } })).status;
  // Origins are read again after some seconds.
  sotto.clock.now += 30_000;
  expect(await ask()).toBe(204);
  sotto.clock.now += 60_000;
  expect(await ask()).toBe(403);
});

it('says in the audit log who created a link: the key of an app, but nobody of the team for readers', async () => {
  const { body } = await sotto.api<{ id: string; key: string }>('POST', '/keys', {
    name: 'App',
    scopes: ['links:write'],
  });
  const authorOf = async (channel: string, headers: Record<string, string>) => {
    const { status } = await send({ ...press(), channel }, headers);
    expect(status).toBe(201);
    const { body: log } = await sotto.api<{ data: { actor: { type: string; id: string } }[] }>(
      'GET',
      '/audit-entries?action=link.create&limit=1',
    );
    return log.data[0]?.actor;
  };
  expect(await authorOf('reddit', asPage())).toMatchObject({ type: 'system' });
  const app = { Authorization: `Bearer ${body.key}`, 'User-Agent': 'app/1.0' };
  expect(await authorOf('bluesky', app)).toEqual({ type: 'key', id: body.id });
});

it('takes another code if the first one is taken', async () => {
  const ids = { ...sotto.deps.ids };
  const slugs = ['abcdefgh', 'abcdefgh', 'bcdefghj'];
  const own = await assemble(sotto, { ids: { ...ids, slug: () => slugs.shift() ?? ids.slug() } });
  await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: true });
  const codeOf = async (from: string) => {
    const response = await own.request('/api/v1/shares', {
      method: 'POST',
      headers: { ...asPage(), 'Content-Type': 'application/json', 'User-Agent': CHROME },
      body: JSON.stringify(press()),
      peer: from,
    });
    return (await response.json<Answer>()).code?.slice(0, 6);
  };
  expect([await codeOf(peer()), await codeOf(peer())]).toEqual(['abcdef', 'bcdefg']);
  await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: false });
});

it('passes the link on and says so in log and counters if the share cannot be stored', async () => {
  const errors: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (_: unknown, message: string) => errors.push(message),
  };
  const own = await assemble(sotto, { log });
  await sotto.engine.atomic([sql`ALTER TABLE shares RENAME TO shares_elsewhere`]);
  const response = await own.request('/api/v1/shares', {
    method: 'POST',
    headers: { ...asPage(), 'Content-Type': 'application/json', 'User-Agent': CHROME },
    body: JSON.stringify(press()),
    peer: peer(),
  });
  await sotto.engine.atomic([sql`ALTER TABLE shares_elsewhere RENAME TO shares`]);
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { id: null, shortUrl: expect.stringMatching(/^http/) },
  ]);
  expect(errors).toEqual(['A share could not be stored']);
  expect(own.deps.counters.shares.dropped).toBe(1);
});

it('creates publishable keys only for origins, with their one scope', async () => {
  const make = (fields: Record<string, unknown>) =>
    sotto.api<Record<string, unknown>>('POST', '/keys', {
      name: 'K',
      scopes: ['shares:write'],
      origins: [SITE],
      ...fields,
    });
  const { body } = await make({});
  expect(body).toMatchObject({ scopes: ['shares:write'], origins: [SITE] });
  expect(body.key).toMatch(/^pk_key_/);
  const wrong = [
    { origins: null },
    { scopes: ['links:write'] },
    { scopes: ['shares:write', 'admin'] },
    { origins: [] },
    { origins: [`${SITE}/`] },
    { origins: [`${SITE}/path`] },
    { origins: ['https://WWW.pages.example'] },
    { origins: ['*'] },
    { origins: ['null'] },
  ];
  for (const fields of wrong) expect((await make(fields)).status, JSON.stringify(fields)).toBe(422);
  await sotto.api('DELETE', `/keys/${body.id}`);
  const revoked = await send(press(), { Authorization: `Bearer ${body.key}`, Origin: SITE });
  expect(revoked.status).toBe(401);
});
