import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { open } from '#open';
import { ContentCreate, ContentEdit } from '../../../src/api/schemas/content-requests.ts';
import { LinkCreate, LinkEdit } from '../../../src/api/schemas/link-requests.ts';
import { createApp } from '../../../src/app.ts';
import type { ApiKey } from '../../../src/keys/api-key.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import type { Scope } from '../../../src/keys/scope.ts';
import type { Deps } from '../../../src/ports.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const admin = { Authorization: `Bearer ${ADMIN_KEY}` };
const asJson = { ...admin, 'Content-Type': 'application/json' };

/** Sends a request that must be refused, and reads the problem details. */
async function refusal(path: string, init: RequestInit = {}): Promise<Problem & { headers: Headers }> {
  return readProblem(await sotto.request(`/api/v1${path}`, { headers: admin, ...init }));
}

async function readProblem(response: Response): Promise<Problem & { headers: Headers }> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const body: Problem = await response.json();
  expect(body.status).toBe(response.status);
  expect(body.type).toBe(`${ORIGIN}/docs/errors#${body.code}`);
  expect(body.requestId).toBe(response.headers.get('X-Request-Id'));
  expect([typeof body.title, typeof body.detail]).toEqual(['string', 'string']);
  return { ...body, headers: response.headers };
}

const post = (path: string, body: unknown) =>
  refusal(path, { method: 'POST', headers: asJson, body: JSON.stringify(body) });
const pointers = (problem: Problem) => problem.errors?.map(({ pointer }) => pointer);

async function keyWith(scopes: Scope[], changes: Partial<ApiKey> = {}): Promise<string> {
  const { text, record } = await createApiKey(sotto.deps.ids, { name: 'test', scopes, at: 0 });
  await sotto.deps.store.keys.add({ ...record, ...changes });
  return text;
}

const withKey = (key: string, path = '/links', method = 'GET') =>
  sotto.request(`/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
  });

describe('a request without a valid key', () => {
  it('is a 401 that names the scheme', async () => {
    const forged = await keyWith(['admin']);
    const flipped = forged.slice(0, -1) + (forged.endsWith('A') ? 'B' : 'A');
    const headers = ['', 'Bearer', 'Bearer nonsense', `Basic ${ADMIN_KEY}`, ADMIN_KEY, `Bearer ${flipped}`];
    for (const Authorization of [...headers, `Bearer ${ADMIN_KEY}x`, `Bearer ${ADMIN_KEY.slice(0, -1)}`]) {
      const problem = await refusal('/links', { headers: { Authorization } });
      expect([problem.status, problem.code]).toEqual([401, 'unauthorized']);
      expect(problem.headers.get('WWW-Authenticate')).toBe('Bearer');
    }
  });

  it('is refused before its body is looked at', async () => {
    const problem = await refusal('/links', { method: 'POST', headers: {}, body: 'x'.repeat(100_000) });
    expect(problem.status).toBe(401);
  });

  it('is refused when the key has expired or was revoked', async () => {
    const now = sotto.clock.now;
    expect((await withKey(await keyWith(['admin'], { expiresAt: now + 1 }))).status).toBe(200);
    expect((await withKey(await keyWith(['admin'], { expiresAt: now }))).status).toBe(401);
    expect((await withKey(await keyWith(['admin'], { revokedAt: now }))).status).toBe(401);
  });
});

describe('the scopes of a key', () => {
  const table: [Scope, string, string, number][] = [
    ['links:read', 'GET', '/links', 200],
    ['links:read', 'POST', '/links', 403],
    ['links:read', 'DELETE', '/contents/cnt_none', 403],
    ['links:read', 'GET', '/stats', 403],
    ['links:write', 'GET', '/contents', 200],
    ['links:write', 'GET', '/stats', 403],
    ['links:write', 'DELETE', '/links/lnk_none', 404],
    ['stats:read', 'GET', '/stats', 200],
    ['stats:read', 'GET', '/links', 403],
    ['admin', 'GET', '/stats', 200],
    ['admin', 'DELETE', '/links/lnk_none', 404],
  ];
  it.each(table)('%s: %s %s answers %i', async (scope, method, path, status) => {
    const response = await withKey(await keyWith([scope]), path, method);
    expect(response.status).toBe(status);
    if (status === 403) expect((await readProblem(response)).code).toBe('missing_scope');
  });
});

describe('problem details', () => {
  it('answer an address that the API does not have', async () => {
    expect(await refusal('/nothing')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal('/links/')).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([
    ['PUT', '/links', 'POST, GET, HEAD'],
    ['POST', '/links/lnk_x', 'GET, HEAD, PATCH, DELETE, PUT'],
    ['DELETE', '/stats', 'GET, HEAD'],
    ['OPTIONS', '/channels', 'GET, HEAD'],
  ])('answer %s %s with 405 and what is allowed', async (method, path, allow) => {
    const problem = await refusal(path, { method });
    expect([problem.status, problem.code]).toEqual([405, 'method_not_allowed']);
    expect(problem.headers.get('Allow')).toBe(allow);
  });

  it.each(['', '{', "{'url':1}", '{"url":"a",}', '\uFEFF\u0000'])(
    'call the body %j malformed',
    async (body) => {
      const problem = await refusal('/links', { method: 'POST', headers: asJson, body });
      expect([problem.status, problem.code]).toEqual([400, 'malformed_json']);
    },
  );

  it('call a body that is not UTF-8 malformed', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect(await refusal('/links', { method: 'POST', headers: asJson, body })).toMatchObject({ status: 400 });
  });

  it('call a body incomplete if its client hangs up, and log nothing', async () => {
    const { log } = sotto.deps;
    const logged: string[] = [];
    const { error } = log;
    log.error = (_, message) => logged.push(message);
    onTestFinished(() => {
      log.error = error;
    });
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const problem = await refusal('/links', {
      method: 'POST',
      headers: asJson,
      body,
      duplex: 'half',
    } as RequestInit);
    expect([problem.status, problem.code, logged]).toEqual([400, 'incomplete_body', []]);
  });

  it('answer a body over 64 kB with 413, announced or not', async () => {
    const sized = (bytes: number) => JSON.stringify({ url: page() }).padEnd(bytes);
    const streamed = (text: string) => ({ body: new Blob([text]).stream(), duplex: 'half' });
    const send = (init: object) =>
      sotto.request('/api/v1/links', { method: 'POST', headers: asJson, ...init });
    expect((await send({ body: sized(65_536) })).status).toBe(201);
    expect((await send(streamed(sized(65_536)))).status).toBe(201);
    for (const init of [{ body: sized(65_537) }, streamed(sized(65_537)), streamed(sized(1_000_000))]) {
      expect(await readProblem(await send(init))).toMatchObject({ status: 413, code: 'body_too_large' });
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/problem+json',
    'application/jsonx',
    '',
  ])('answer the media type %j with 415', async (type) => {
    const headers = { ...admin, 'Content-Type': type };
    const problem = await refusal('/links', { method: 'POST', headers, body: '{}' });
    expect([problem.status, problem.code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['gzip', 'br', 'x-unknown'])(
    'answer a body that is compressed by %s with 415',
    async (encoding) => {
      const headers = { ...admin, 'Content-Type': 'application/json', 'Content-Encoding': encoding };
      const problem = await refusal('/links', { method: 'POST', headers, body: 'x' });
      expect([problem.status, problem.detail]).toEqual([415, expect.stringContaining('Content-Encoding')]);
    },
  );

  it('tell nobody the cause of an unexpected failure, but the log', async () => {
    const logged: Record<string, unknown>[] = [];
    const { status, body, problem } = await failing(new Error('secret cause'), logged);
    expect([status, problem.code]).toEqual([500, 'internal_error']);
    expect(body).not.toContain('secret');
    expect(logged).toMatchObject([{ requestId: problem.requestId, err: { message: 'secret cause' } }]);
  });

  it('say when the storage is full, and when to try again', async () => {
    const cause = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    for (const error of [new Error('Failed query', { cause }), new Error('D1_ERROR: full: SQLITE_FULL')]) {
      const { status, problem } = await failing(error, []);
      expect([status, problem.code]).toEqual([503, 'storage_full']);
      expect(Number(problem.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
  });

  it('say when another program holds the storage, and to try again sooner', async () => {
    const cause = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    const { status, problem } = await failing(new Error('Failed query', { cause }), []);
    expect([status, problem.code]).toEqual([503, 'storage_busy']);
    expect(Number(problem.headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  async function failing(error: Error, logged: Record<string, unknown>[]) {
    const { deps } = sotto;
    const contents = { ...deps.store.contents, get: () => Promise.reject(error) };
    const log = { ...deps.log, error: (fields: Record<string, unknown>) => logged.push(fields) };
    const broken: Deps = { ...deps, log, store: { ...deps.store, contents } };
    const app = createApp(broken, () => ({ address: null }));
    const response = await app.request(`${ORIGIN}/api/v1/contents/cnt_x`, { headers: admin });
    const body = await response.clone().text();
    return { status: response.status, body, problem: await readProblem(response) };
  }
});

describe('validation', () => {
  const schemas = { 'POST /contents': ContentCreate, 'POST /links': LinkCreate };
  const edits = { 'PATCH /contents/': ContentEdit, 'PATCH /links/': LinkEdit };
  // None of these is right for any field.
  const WRONG = [1.5, { nope: 1 }, [[]], 'a\u0000b', -1];
  const fields = Object.entries({ ...schemas, ...edits }).flatMap(([route, schema]) =>
    Object.keys(schema.shape).map((field) => [route, field] as const),
  );

  it.each(fields)('%s refuses wrong types in %s with a pointer to it', async (route, field) => {
    const [method = '', collection = ''] = route.split(' ');
    const { body: made } = await sotto.api<{ id: string; contentId: string }>('POST', '/links', {
      url: page(),
    });
    const id = collection === '/links/' ? made.id : made.contentId;
    const path = collection.endsWith('/') ? `${collection}${id}` : collection;
    for (const wrong of WRONG) {
      const base = method === 'POST' && field !== 'contentId' ? { url: page() } : {};
      const body = JSON.stringify({ ...base, [field]: wrong });
      const problem = await refusal(path, { method, headers: asJson, body });
      expect(problem.status).toBe(422);
      expect(pointers(problem)?.map((pointer) => pointer.split('/')[1])).toContain(field);
    }
  });

  it('points into nested values', async () => {
    const utm = await post('/links', { url: page(), utm: { source: 5, 'a/b~c': 1 } });
    expect(pointers(utm)).toEqual(['/utm/source', '/utm/a~1b~0c']);
    const tags = await post('/links', { url: page(), tags: ['fine', ''] });
    expect(pointers(tags)).toEqual(['/tags/1']);
  });

  it.each([
    [{ url: 5 }, '/url: Must be a string.'],
    [{ url: page(), title: '' }, '/title: Must not be empty.'],
    [{ url: page(), title: 'x'.repeat(301) }, '/title: Must have at most 300 characters.'],
    [{ url: page(), maxClicks: 0 }, '/maxClicks: Must be at least 1.'],
    [{ url: page(), statusCode: 303 }, '/statusCode: Must be one of 301, 302, 307, 308.'],
    [{ url: page(), tags: ['a', 'a'] }, '/tags: Duplicate tag.'],
    [{ url: page(), utm: 'x' }, '/utm: Must be an object with UTM values, or false.'],
    [{ url: page(), colour: 1 }, '/colour: Unknown field.'],
    [{ url: page(), colour: 1, title: 5 }, '2 fields are invalid: /title, /colour'],
  ])('says of %j what is wrong with which field', async (body, detail) => {
    expect((await post('/links', body)).detail).toBe(detail);
  });

  it.each([
    ['/links?limit=0', '?limit: Must be a number from 1 to 1000.'],
    ['/links?cursor=x', '?cursor: Invalid cursor.'],
    ['/links?colour=1', '?colour: Unknown field.'],
    ['/hits?kind=visit', '?kind: Must be one of click, repeat, preview, prefetch, scanner, bot.'],
    ['/turned-away?from=May', '?from: Must be a day, for example 2026-05-12.'],
  ])('says of %s what is wrong with which parameter', async (path, detail) => {
    expect((await refusal(path)).detail).toBe(detail);
  });

  it('says that a field is missing', async () => {
    expect((await post('/contents', {})).detail).toBe('/url: This field is required.');
  });

  it('names every field it does not know, and every one that is wrong', async () => {
    const problem = await post('/contents', { url: page(), password: 'x', qr: 1, title: '' });
    expect(pointers(problem)?.sort()).toEqual(['/password', '/qr', '/title']);
    const proto = await refusal('/links', {
      method: 'POST',
      headers: asJson,
      body: `{"url":"${page()}","__proto__":{"slug":"x"}}`,
    });
    expect(pointers(proto)).toEqual(['/__proto__']);
  });

  it.each([[[]], ['text'], [5], [null], [true]])('refuses %j as a whole body', async (body) => {
    const problem = await post('/links', body);
    expect([problem.status, pointers(problem)]).toEqual([422, ['']]);
  });

  const ADDRESSES = [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://pages.example/',
    'https://user:secret@pages.example/',
    'https://user@pages.example/',
    'http://sotto.test/x',
    'https://SOTTO.test:443/x',
    'http://sotto.test./x',
    'https://pages.example/a\r\nSet-Cookie: x=1',
    'https://pages.example/a\tb',
    'https://',
    '//pages.example/',
    '/path',
    'pages.example',
    '',
    `https://pages.example/${'a'.repeat(10_000)}`,
  ];
  it.each(ADDRESSES.map((url) => [url.slice(0, 60), url]))('refuses the address %j', async (_, url) => {
    for (const path of ['/links', '/contents']) {
      const problem = await post(path, { url });
      expect([problem.status, pointers(problem)]).toEqual([422, ['/url']]);
    }
    const { body: made } = await sotto.api<{ id: string }>('POST', '/links', { url: page() });
    const body = JSON.stringify({ url });
    const patched = await refusal(`/links/${made.id}`, { method: 'PATCH', headers: asJson, body });
    expect(pointers(patched)).toEqual(['/url']);
  });

  const SLUGS = [
    'api',
    'API',
    '',
    '-a',
    'a-',
    '_a',
    'a_',
    'a.b',
    'a b',
    'a/b',
    'é',
    'a+',
    'a~',
    'a'.repeat(65),
  ];
  it.each([...SLUGS, 'robots.txt', '..', 'a%41', 'ａ', '\u202ea'])('refuses the slug %j', async (slug) => {
    for (const path of ['/links', '/contents']) {
      const problem = await post(path, { url: page(), slug });
      expect([problem.status, pointers(problem)]).toEqual([422, ['/slug']]);
    }
  });

  it.each([
    ['/links', { domain: 'other.test' }, '/domain'],
    ['/links', { title: 'x'.repeat(301) }, '/title'],
    ['/links', { title: '   ' }, '/title'],
    ['/links', { tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, '/tags'],
    ['/links', { tags: ['a', 'a'] }, '/tags'],
    ['/links', { campaign: 'c'.repeat(101) }, '/campaign'],
    ['/links', { utm: true }, '/utm'],
    ['/links', { channel: 'fax' }, '/channel'],
    ['/links', { maxClicks: 0 }, '/maxClicks'],
    ['/links', { statusCode: 303 }, '/statusCode'],
    ['/links', { expiresAt: '2027-02-30T00:00:00Z' }, '/expiresAt'],
    ['/links', { expiresAt: '2027-02-03' }, '/expiresAt'],
    ['/links', { startsAt: '2027-01-02T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' }, '/expiresAt'],
    ['/contents', { channels: ['email', 'email'] }, '/channels'],
    ['/contents', { channels: ['email', 'fax'] }, '/channels/1'],
    ['/contents', { image: 'javascript:x' }, '/image'],
    ['/contents', { externalId: 'x'.repeat(201) }, '/externalId'],
    ['/contents', { description: 'x'.repeat(1001) }, '/description'],
  ])('refuses POST %s with a wrong %o', async (path, fields, pointer) => {
    const problem = await post(path, { url: page(), ...fields });
    expect([problem.status, problem.code, pointers(problem)]).toEqual([422, 'validation', [pointer]]);
  });

  it('refuses half a character, which no database could give back', async () => {
    expect(pointers(await post('/links', { url: page(), title: 'a\ud800b' }))).toEqual(['/title']);
  });

  it.each([
    ['/links?limit=0', '?limit'],
    ['/links?limit=1001', '?limit'],
    ['/links?limit=ten', '?limit'],
    ['/links?limit=1&limit=2', '?limit'],
    ['/links?cursor=', '?cursor'],
    ['/links?cursor=%%', '?cursor'],
    ['/contents?cursor=MQ%3D%3D', '?cursor'],
    ['/contents?cursor=bm9uZQ', '?cursor'],
    ['/links?channel=fax', '?channel'],
    ['/links?archived=1', '?archived'],
    ['/contents?page=2', '?page'],
    ['/stats?groupBy=colour', '?groupBy'],
    ['/stats?groupBy=link,channel,mark', '?groupBy'],
    ['/stats?from=yesterday', '?from'],
    ['/stats?timezone=Mars%2FBase', '?timezone'],
    ['/stats?sort=colour', '?sort'],
    [`/stats?linkId=${','.repeat(200)}`, '?linkId'],
  ])('refuses GET %s', async (path, pointer) => {
    const problem = await refusal(path);
    expect([problem.status, pointers(problem)]).toEqual([422, [pointer]]);
  });
});

describe('outside the API', () => {
  it('tells robots what is not theirs', async () => {
    const robots = await (await sotto.request('/robots.txt')).text();
    expect(robots.match(/^Disallow: .*$/gm)).toEqual([
      'Disallow: /app',
      'Disallow: /api',
      'Disallow: /share',
      'Disallow: /docs',
    ]);
  });

  it('leaves everything else to the redirect', async () => {
    for (const path of ['/api', '/api/v2/links', '/nothing-here', '/a/b']) {
      expect((await sotto.request(path)).status).toBe(404);
    }
    expect((await sotto.request('/', { method: 'POST' })).status).toBe(405);
  });
});
