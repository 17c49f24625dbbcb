/** What callers of the API, and pages of other sites, can do. */
import { filesWith } from './files.ts';
import { forgedRequests } from './forged-requests.ts';
import { nextAddress, type Target } from './target.ts';
import type { Must, Threat } from './threat.ts';

const PAGE = 'https://example.com/page';
const STRANGER_LIMIT = 30;
/** 256 bits in base64url, which may contain `_`. */
const SECRET_LENGTH = 43;

/** Sends more requests without a key than a network may; returns the answers beyond the limit. */
async function beyondLimit(
  target: Target,
  headersOf: (n: number) => Record<string, string>,
  addressOf: (n: number) => string,
) {
  const statuses = [];
  for (let n = 0; n < STRANGER_LIMIT + 10; n += 1) {
    statuses.push(
      await target.api('GET', '/links', { key: null, headers: headersOf(n), address: addressOf(n) }),
    );
  }
  return statuses.filter(({ status }) => status === 429);
}

const keys: Threat = {
  name: 'API keys',
  guarantee: 'a key is long, stored as a hash, shown once, bound to its scopes, and revoked at once',
  async check(target, must) {
    const { api, dataDir } = target;
    const { json } = await api('POST', '/keys', { body: { name: 'threats', scopes: ['links:read'] } });
    const key = String(json?.key);
    must('it has an id and 256 bits', /^sotto_[\w-]+_[\w-]{43,}$/.test(key));
    const list = await api('GET', '/keys');
    const shown = await api('GET', `/keys/${json?.id}`);
    must('it is shown once', !(list.body + shown.body).includes(key));
    const secret = key.slice(-SECRET_LENGTH);
    must('it works', (await api('GET', '/links', { key })).status === 200);
    must('its text is nowhere in the data', filesWith(dataDir, secret).length === 0);
    must('it is not logged', !target.output().includes(secret));
    const without = await api('GET', '/links', { key: null });
    must(
      `no key is a 401 (${without.status})`,
      without.status === 401 && without.headers['www-authenticate'] === 'Bearer',
    );
    const wrong = [
      `${key.slice(0, -1)}${key.endsWith('x') ? 'y' : 'x'}`,
      key.slice(0, -1),
      `${key}x`,
      key.toUpperCase(),
      'sotto__',
      "' OR 1=1 --",
      'constructor',
    ];
    for (const text of wrong) {
      const { status } = await api('GET', '/links', { headers: { Authorization: `Bearer ${text}` } });
      must(`a wrong key is a 401 (${status})`, status === 401);
    }
    for (const query of ['key', 'api_key', 'access_token', 'token']) {
      const { status } = await api('GET', `/links?${query}=${key}`, { key: null });
      must(`a key in the query does not count (${status})`, status === 401);
    }
    const forbidden = await api('POST', '/links', { key, body: { url: PAGE } });
    must(`a missing scope is a 403 (${forbidden.status})`, forbidden.status === 403);
    for (const path of ['/keys', '/domains', '/stats', '/hits']) {
      const { status } = await api('GET', path, { key });
      must(`${path} needs another scope (${status})`, status === 403);
    }
    await api('DELETE', `/keys/${json?.id}`);
    const revoked = await api('GET', '/links', { key });
    must(`a revoked key is a 401 at once (${revoked.status})`, revoked.status === 401);
  },
};

const limits: Threat = {
  name: 'Rate limits',
  guarantee: 'the API limits keys and, without a key, networks; redirects have no limit',
  async check(target, must) {
    const { api, mint, visit } = target;
    const address = nextAddress();
    const refused = await beyondLimit(
      target,
      () => ({}),
      () => address,
    );
    must(`a stranger is refused after ${STRANGER_LIMIT} requests (${refused.length})`, refused.length >= 9);
    const [first] = refused;
    must('with Retry-After', Number(first?.headers['retry-after']) > 0);
    must(
      'with RateLimit and RateLimit-Policy',
      first?.headers['ratelimit-policy'] !== undefined && first.headers.ratelimit !== undefined,
    );
    const mine = await api('GET', '/channels', { address });
    must(`a key of the same network is not (${mine.status})`, mine.status === 200);
    const subnet = await beyondLimit(
      target,
      () => ({}),
      (n) => `2001:db8:7:${target.runtime === 'Node' ? 1 : 2}::${n.toString(16)}`,
    );
    must(`IPv6 is limited by /64 (${subnet.length})`, subnet.length >= 9);
    const { json } = await api('POST', '/keys', { body: { name: 'limits', scopes: ['links:read'] } });
    const statuses = new Set<number>();
    // The limit holds for a minute of the clock, so a slow server needs more requests to come to a full one.
    for (let n = 0; n < 2_500 && !statuses.has(429); n += 40) {
      const asked = Array.from({ length: 40 }, () => api('GET', '/channels', { key: String(json?.key) }));
      for (const { status } of await Promise.all(asked)) statuses.add(status);
    }
    must(`a key is refused after 600 requests (${[...statuses]})`, statuses.has(429));
    const { slug } = await mint({ url: PAGE });
    const redirects = await Promise.all(Array.from({ length: 100 }, () => visit(`/${slug}`, {}, address)));
    must(
      'redirects are not limited',
      redirects.every(({ status }) => status === 302),
    );
  },
};

const cors: Threat = {
  name: 'Pages of other sites',
  guarantee: 'no page of another site reads an answer or sends more than a plain form',
  scope:
    'the public documents /openapi.json and /privacy.json may be read by other origins; keys of share buttons have a row of their own',
  async check({ api, mint, send, visit }, must) {
    const origin = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    const { slug } = await mint({ url: PAGE });
    const answers = [
      await api('GET', '/links', { headers: origin }),
      await api('POST', '/links', { headers: origin, body: { url: PAGE } }),
      await api('OPTIONS', '/links', { headers: { ...origin, 'Access-Control-Request-Method': 'POST' } }),
      await send('OPTIONS', `/${slug}`, { headers: { ...origin, 'Access-Control-Request-Method': 'GET' } }),
      await visit(`/${slug}`, origin),
      await send('GET', '/readyz', { headers: origin }),
    ];
    for (const [place, { headers }] of answers.entries()) {
      const allowed = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      must(`answer ${place} allows no other origin (${allowed})`, allowed.length === 0);
    }
    for (const path of ['/openapi.json', '/privacy.json']) {
      const { headers } = await send('GET', path, { headers: origin });
      must(
        `${path} is public, without credentials`,
        headers['access-control-allow-credentials'] === undefined,
      );
    }
    must('a preflight is refused', answers[2]?.status === 405 && answers[3]?.status === 405);
    const { status } = await api('POST', '/keys', {
      body: { name: 'page', scopes: ['links:read'], origins: ['https://pages.example'] },
    });
    must(`no key for pages has another scope (${status})`, status === 422);
  },
};

const csv: Threat = {
  name: 'Formulas in spreadsheets',
  guarantee: 'no cell of a CSV file begins a formula, and files are downloads with a declared type',
  async check(target, must) {
    const { api, mint, visit } = target;
    const formulas = ['=1+1', '+1', '-1', '@SUM(1)', "=cmd|' /C calc'!A0"];
    for (const [place, formula] of formulas.entries()) {
      const { slug } = await mint({
        url: `${PAGE}?csv=${place}`,
        campaign: formula,
        title: formula,
        tags: [formula.slice(0, 8)],
      });
      await visit(`/${slug}`, { Referer: 'https://news.example/' });
    }
    await target.eventually('/stats?groupBy=campaign', ({ body }) =>
      formulas.every((formula) => body.includes(JSON.stringify(formula))),
    );
    for (const path of [
      '/stats?groupBy=campaign&format=csv',
      '/stats?groupBy=content&format=csv',
      '/stats?groupBy=tag&format=csv',
      '/hits?format=csv',
    ]) {
      const { status, headers, body } = await api('GET', path);
      must(
        `${path} is a file (${status})`,
        status === 200 && /^attachment/.test(headers['content-disposition'] ?? ''),
      );
      must(
        `${path} has its type`,
        headers['content-type'] === 'text/csv; charset=utf-8' &&
          headers['x-content-type-options'] === 'nosniff',
      );
      const cells = body
        .replace(/^\ufeff/, '')
        .split('\r\n')
        .flatMap((line) => line.split(/,(?=")/))
        .filter((cell) => cell !== '');
      must(
        `${path} quotes each cell`,
        cells.every((cell) => cell.startsWith('"')),
      );
      must(`${path} has no formula`, !cells.some((cell) => /^"[=+\-@\t\r]/.test(cell)));
    }
  },
};

/** An answer that is a problem and shows nothing of the program. */
function isProblem(
  must: Must,
  what: string,
  expected: number,
  answer: { status: number; headers: Record<string, string>; body: string },
) {
  must(`${what} is a ${expected} (${answer.status})`, answer.status === expected);
  must(`${what} is a problem`, answer.headers['content-type'] === 'application/problem+json');
  const { type, title, status, detail, code, requestId } = JSON.parse(answer.body);
  must(
    `${what} has all fields`,
    [type, title, detail, code, requestId].every((text) => typeof text === 'string') && status === expected,
  );
  must(
    `${what} shows no trace`,
    !/\.(?:ts|js):\d|node_modules|SQLITE|D1_ERROR| {4}at |select .* from/i.test(answer.body),
  );
}

const errors: Threat = {
  name: 'Errors',
  guarantee: 'every failure is a problem with a stable code and shows nothing of the program',
  scope: "invalid hosts at the edge are the platform's to refuse, and no worker sees them",
  async check({ api, send, visit, runtime }, must) {
    isProblem(must, 'no key', 401, await api('GET', '/links', { key: null }));
    isProblem(must, 'an unknown address', 404, await api('GET', '/nothing'));
    isProblem(must, 'an unknown link', 404, await api('GET', '/links/lnk_none'));
    isProblem(must, 'another method', 405, await api('PUT', '/links', { body: {} }));
    isProblem(
      must,
      'an unknown format',
      406,
      await api('GET', '/stats', { headers: { Accept: 'image/png' } }),
    );
    isProblem(must, 'bad JSON', 400, await api('POST', '/links', { body: '{' }));
    isProblem(
      must,
      'a large body',
      413,
      await api('POST', '/links', { body: { url: PAGE, title: 'x'.repeat(70_000) } }),
    );
    isProblem(
      must,
      'another type',
      415,
      await api('POST', '/links', { body: '<a/>', headers: { 'Content-Type': 'text/xml' } }),
    );
    isProblem(
      must,
      'an unknown field',
      422,
      await api('POST', '/links', { body: { url: PAGE, surprise: 1 } }),
    );
    isProblem(must, 'a wrong cursor', 422, await api('GET', '/links?cursor=%00%27'));
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      for (const query of [
        `/stats?sort=${name}`,
        `/stats?groupBy=${name}`,
        `/stats?${name}=1`,
        `/hits?kind=${name}`,
        `/hits?${name}=1`,
        `/links?channel=${name}`,
        `/sightings?app=${name}&certainty=${name}`,
      ]) {
        isProblem(must, query, 422, await api('GET', query));
      }
      isProblem(
        must,
        `a body with ${name}`,
        422,
        await api('POST', '/links', { body: `{"url":"${PAGE}","${name}":{"a":1}}` }),
      );
      isProblem(
        must,
        `the channel ${name}`,
        422,
        await api('POST', '/contents', { body: { url: PAGE, channels: [name] } }),
      );
    }
    for (const path of [
      '/nothing',
      '/a/b/c',
      '/%zz',
      '/%00',
      '/docs/none',
      '/assets/none',
      '/__proto__',
      '/constructor',
    ]) {
      const { status, body } = await visit(path);
      must(`${path} is a plain 404 (${status})`, status === 404 && !/\.(?:ts|js):\d|node_modules/.test(body));
    }
    if (runtime === 'workerd') return;
    const { status } = await send('GET', '/healthz', { headers: { Host: 'a b' } });
    must(`an invalid host is no server error (${status})`, status < 500);
  },
};

const trace: Threat = {
  name: 'Changes without a trace',
  guarantee:
    'every change is in a log with the key that made it, which only the scope audit:read opens and nobody changes',
  async check({ api }, must) {
    const { json } = await api('POST', '/keys', { body: { name: 'editor', scopes: ['links:write'] } });
    const editor = { id: String(json?.id), key: String(json?.key) };
    const title = `Secret title ${crypto.randomUUID()}`;
    const created = await api('POST', '/links', {
      key: editor.key,
      body: { url: PAGE, campaign: crypto.randomUUID() },
    });
    const id = String(created.json?.id);
    await api('PATCH', `/links/${id}`, { key: editor.key, body: { title } });
    await api('DELETE', `/links/${id}`, { key: editor.key });
    await api('DELETE', `/keys/${editor.id}`);
    for (const object of [id, editor.id]) {
      const { status, body } = await api('GET', `/audit-entries?object=${object}`);
      must(
        `the changes of ${object.slice(0, 3)} are listed (${status})`,
        status === 200 && body.includes(object),
      );
    }
    const { body, json: own } = await api('GET', `/audit-entries?actor=${editor.id}`);
    const entries = (own?.data ?? []) as { actor: { id: string } }[];
    must(`creating, changing and deleting are listed by key (${entries.length})`, entries.length >= 3);
    must(
      'all by that key',
      entries.every(({ actor }) => actor.id === editor.id),
    );
    must('they show no values', !body.includes(title) && !body.includes(editor.key));
    const reader = await api('POST', '/keys', {
      body: { name: 'reader', scopes: ['links:write', 'stats:read'] },
    });
    const denied = await api('GET', '/audit-entries', { key: String(reader.json?.key) });
    must(`others may not read it (${denied.status})`, denied.status === 403);
    for (const method of ['DELETE', 'PATCH', 'PUT', 'POST']) {
      const { status } = await api(method, '/audit-entries', { body: {} });
      must(`${method} does not change it (${status})`, status === 405);
    }
  },
};

export const callers: Threat[] = [keys, trace, limits, cors, forgedRequests, csv, errors];
