import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createCaller } from '../../support/api/caller.ts';
import { operationsOf, readDocument } from '../../support/api/document.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

const sotto: Sotto = await open();
const operations = operationsOf(await readDocument(sotto));
const { call, keyWith } = createCaller(sotto, operations);
beforeAll(() => sotto.api('POST', '/contents', { url: page() }));
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const DAY = 86_400_000;

async function post(path: string, body: unknown, key: string, apiKey = ADMIN_KEY) {
  const response = await sotto.request(`/api/v1${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}
type Answer = Awaited<ReturnType<typeof post>>;
const isReplay = ({ headers }: Answer) => headers.get('Idempotency-Replayed') === 'true';
const linksAt = async (url: string) => {
  const { body } = await sotto.api<{ data: unknown[] }>('GET', `/links?url=${encodeURIComponent(url)}`);
  return body.data.length;
};
const rows = async () => (await sotto.engine.read([sql`SELECT * FROM kept_answers`]))[0] ?? [];

const creations = operations.filter(({ method }) => method === 'POST');

describe.each(creations.map((each) => [each.path, each] as const))('POST %s', (_, operation) => {
  it('is answered again with the same status, body and headers, and carried out once', async () => {
    const headers = { 'Idempotency-Key': unique() };
    const { body: listed } = await sotto.api<{ data: { id: string }[] }>('GET', '/keys?status=active');
    const path = operation.path.includes('/keys/') ? { id: listed.data[0]?.id ?? '' } : {};
    const first = await call(operation, { headers, path });
    const text = await first.text();
    const count = async () => (await sotto.engine.read([sql`SELECT count(*) AS n FROM audit`]))[0]?.[0]?.n;
    const entries = await count();
    const again = await call(operation, { headers, path });
    expect([again.status, await again.text()]).toEqual([first.status, text]);
    for (const name of ['Content-Type', 'Location'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect([first, again].map((each) => each.headers.get('Idempotency-Replayed'))).toEqual([null, 'true']);
    expect(again.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
    expect(again.headers.get('RateLimit')).not.toBeNull();
    expect(await count()).toBe(entries);
  });
});

describe('a request with an Idempotency-Key', () => {
  it('is carried out once however often it arrives at once, and the others wait for it', async () => {
    const [url, key] = [page(), unique()];
    const body = { url, utm: { term: 'a' } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/links', body, key)));
    expect(await linksAt(url)).toBe(1);
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([answer.status, answer.body.code]).toEqual([409, 'idempotency_conflict']);
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expect(isReplay(await post('/links', body, key))).toBe(true);
  });

  it('refuses the key for another body and another path', async () => {
    const [url, key] = [page(), unique()];
    await post('/links', { url }, key);
    for (const [path, body] of [
      ['/links', { url: `${url}x` }],
      ['/contents', { url }],
    ] as const) {
      const answer = await post(path, body, key);
      expect([answer.status, answer.body.code]).toEqual([409, 'idempotency_conflict']);
      expect(answer.headers.get('Retry-After')).toBeNull();
    }
    expect(await linksAt(`${url}x`)).toBe(0);
  });

  it('is another one for another API key', async () => {
    const [key, body] = [unique(), { url: page(), utm: false }];
    const other = await keyWith(['links:write']);
    const [one, two] = [await post('/links', body, key), await post('/links', body, key, other)];
    expect([one.status, two.status, isReplay(two)]).toEqual([201, 201, false]);
    expect(one.body.id).not.toBe(two.body.id);
  });

  it('keeps a conflict, and forgets what was refused before anything was done', async () => {
    const slug = unique();
    await sotto.api('POST', '/links', { url: page(), slug });
    const taken = unique();
    const first = await post('/links', { url: page(), slug }, taken);
    expect(first.status).toBe(409);
    const key = unique();
    expect((await post('/links', { url: 'nonsense' }, key)).status).toBe(422);
    expect((await post('/links', '{', key)).status).toBe(400);
    const reader = await keyWith(['links:read']);
    expect((await post('/links', { url: page() }, key, reader)).status).toBe(403);
    expect((await post('/links', { url: page() }, key, 'sotto_nonsense')).status).toBe(401);
    const done = await post('/links', { url: page() }, key);
    expect([done.status, isReplay(done)]).toEqual([201, false]);
  });

  it('needs a key of 1 to 255 printable characters', async () => {
    for (const key of ['', 'é', 'a\tb', 'x'.repeat(256)]) {
      const answer = await post('/links', { url: page() }, key);
      expect([answer.status, answer.body.code]).toEqual([422, 'validation']);
      expect(answer.body.detail).toContain('Idempotency-Key');
    }
    expect((await post('/links', { url: page() }, `"${'x'.repeat(253)}"`)).status).toBe(201);
  });

  it('answers a bulk of 1,000 links again', async () => {
    const key = unique();
    const links = Array.from({ length: 1000 }, () => ({ url: page(), utm: false }));
    const first = await post('/links/bulk', { links }, key);
    const again = await post('/links/bulk', { links }, key);
    expect([again.status, again.text === first.text, isReplay(again)]).toEqual([200, true, true]);
  });

  it('leaves no secret in the database, and gives it again to its owner', async () => {
    const [key, name] = [unique(), unique()];
    const body = { name, scopes: ['links:read'] };
    const first = await post('/keys', body, key);
    const again = await post('/keys', body, key);
    expect([again.body.key, isReplay(again)]).toEqual([first.body.key, true]);
    const stored = JSON.stringify(await rows());
    for (const secret of [first.body.key, first.body.key.slice(-43), key, name])
      expect(stored.includes(secret)).toBe(false);
  });

  it('leaves no one-use link of a member in the database, and gives it again to its owner', async () => {
    const key = unique();
    const body = { purpose: 'invitation', email: `${unique()}@example.com`.toLowerCase() };
    const first = await post('/member-links', body, key);
    const again = await post('/member-links', body, key);
    expect([first.status, again.text, isReplay(again)]).toEqual([201, first.text, true]);
    const stored = JSON.stringify(await rows());
    for (const secret of [first.body.url, first.body.url.slice(-43), body.email])
      expect(stored.includes(secret)).toBe(false);
  });

  it('that was cut off is carried out again, unless it had changed something', async () => {
    const [url, key] = [page(), unique()];
    await post('/links', { url, utm: false }, key);
    await cutOffNewest();
    const running = await post('/links', { url, utm: false }, key);
    expect(Number(running.headers.get('Retry-After'))).toBeGreaterThan(0);
    sotto.clock.now += 130_000;
    const lost = await post('/links', { url, utm: false }, key);
    expect([lost.status, lost.body.code]).toEqual([409, 'idempotency_conflict']);
    expect(lost.body.detail).toContain('carried out');
    expect(await linksAt(url)).toBe(1);
    const other = unique();
    await sotto.api('POST', '/links', { url });
    await post('/links', { url }, other);
    await cutOffNewest();
    sotto.clock.now += 130_000;
    const done = await post('/links', { url }, other);
    expect([done.status, isReplay(done)]).toEqual([200, false]);
    expect(isReplay(await post('/links', { url }, other))).toBe(true);
  });

  it('is forgotten after a day, with the space of its answer', async () => {
    const [body, key] = [{ url: page(), utm: false }, unique()];
    await post('/links', body, key);
    await sotto.deps.store.maintenance.purgeAudit(sotto.clock.now + DAY - 1);
    expect(isReplay(await post('/links', body, key))).toBe(true);
    while (await sotto.deps.store.maintenance.purgeAudit(sotto.clock.now + DAY + 1));
    expect(await rows()).toEqual([]);
    const [space] = await sotto.engine.read([sql`SELECT bytes FROM kept_answer_space`]);
    expect(space).toEqual([{ bytes: 0 }]);
    expect(isReplay(await post('/links', body, key))).toBe(false);
  });

  it('whose answer did not fit is never carried out again', async () => {
    const [attempt, at] = [{ name: unique(), token: 'one' }, sotto.clock.now];
    const claim = { ...attempt, fingerprint: 'f', requestId: 'r', at };
    const { keptAnswers } = sotto.deps.store;
    expect(await keptAnswers.claim(claim, 1000)).toMatchObject({ isOwn: true, isSame: true, status: null });
    await keptAnswers.keep(attempt, { status: 201, headers: {}, answer: 'x'.repeat(100) }, 99);
    expect(await keptAnswers.claim({ ...claim, token: 'two' }, 1000)).toMatchObject({
      ...{ isOwn: false, isSame: true },
      ...{ status: 201, answer: null },
    });
  });
});

/** The newest request stopped before its answer was kept. */
async function cutOffNewest() {
  const newest = sql`(SELECT max(id) FROM kept_answers)`;
  await sotto.engine.atomic([
    sql`UPDATE kept_answer_space SET bytes = bytes - (SELECT bytes FROM kept_answers WHERE id = ${newest})`,
    sql`UPDATE kept_answers SET status = NULL, answer = NULL, bytes = 0 WHERE id = ${newest}`,
  ]);
}
