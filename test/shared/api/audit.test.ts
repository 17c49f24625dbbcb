import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { AuditEntry } from '../../../src/audit/audit-entry.ts';
import { AUDIT_DAYS } from '../../../src/audit/audit-entry.ts';
import { createCaller } from '../../support/api/caller.ts';
import { operationsOf, readDocument } from '../../support/api/document.ts';
import { newContent, newGroup, newLink, unique } from '../../support/fixtures/records.ts';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';

interface Entry {
  id: string;
  at: string;
  actor: { type: string; id: string };
  action: string;
  object: string;
  lastObject: string | null;
  objects: number;
  fields: string[];
  requestId: string | null;
}
interface List<Row> {
  data: Row[];
  nextCursor: string | null;
}

const DAY = 86_400_000;
const sotto = await open();
const operations = operationsOf(await readDocument(sotto));
const { call, keyWith } = createCaller(sotto, operations);
beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const idOf = (key: string) => /key_[^_]+(?:_[^_]+)*(?=_[\w-]{43}$)/.exec(key)?.[0] ?? '';
const entries = async (query: string) =>
  (await sotto.api<List<Entry>>('GET', `/audit-entries?${query}`)).body.data;

/** A request with the given key. */
async function send<Body = { id: string }>(key: string, method: string, path: string, body?: unknown) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await sotto.request(`/api/v1${path}`, init);
  const text = await response.text();
  const answer: Body = text === '' ? null : JSON.parse(text);
  return { status: response.status, body: answer };
}

// A reported share is not a change by the team.
const writes = operations.filter(({ method, path }) => method !== 'GET' && path !== '/api/v1/shares');

it.each(writes.map((each) => [each.method, each.path, each] as const))(
  '%s %s is entered under the key that sent it',
  async (_method, _path, operation) => {
    const key = await keyWith(['admin']);
    const response = await call(operation, { key, headers: { 'X-Request-Id': 'req-of-test' } });
    expect(response.ok).toBe(true);
    // The examples of bulk changes name links and contents that do not exist.
    if (/^(PATCH|DELETE) .*\/bulk$/.test(`${operation.method} ${operation.path}`)) return;
    // An example that exists already changes nothing.
    if (response.status === 200 && operation.method === 'POST' && !operation.path.endsWith('/bulk')) return;
    const [entry] = await entries(`actor=${idOf(key)}`);
    expect(entry).toMatchObject({ actor: { type: 'key', id: idOf(key) }, requestId: 'req-of-test' });
    expect(entry?.object).toMatch(/./);
  },
);

describe('an entry', () => {
  it('names the changed fields and none of their values', async () => {
    const key = await keyWith(['admin']);
    const secret = unique();
    const { body } = await send(key, 'POST', '/links', {
      url: `https://pages.example/${secret}`,
      password: secret,
    });
    await send(key, 'PATCH', `/links/${body.id}`, {
      url: page(),
      password: `${secret}2`,
      title: secret,
      blocked: true,
    });
    const [update, creation] = await entries(`object=${body.id}`);
    expect(update?.fields.toSorted()).toEqual(['blocked', 'password', 'title', 'url']);
    expect(creation).toMatchObject({ action: 'link.create', object: body.id, objects: 1, lastObject: null });
    const [rows] = await sotto.engine.read([sql`SELECT * FROM audit`]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('exists only if something has changed', async () => {
    const key = await keyWith(['admin']);
    const url = page();
    const { body } = await send(key, 'POST', '/contents', { url });
    const count = (await entries(`actor=${idOf(key)}`)).length;
    await send(key, 'POST', '/contents', { url });
    await send(key, 'PATCH', `/contents/${body.id}`, { url });
    expect((await send(key, 'PATCH', `/contents/${body.id}`, { url: 'nonsense' })).status).toBe(422);
    expect(await entries(`actor=${idOf(key)}`)).toHaveLength(count);
    const { body: other } = await send(key, 'POST', '/keys', { name: 'k', scopes: ['links:read'] });
    for (let times = 0; times < 2; times++) await send(key, 'DELETE', `/keys/${other.id}`);
    expect(await entries(`object=${other.id}&action=key.revoke`)).toHaveLength(1);
  });

  it('tells an external id that a POST attached', async () => {
    const key = await keyWith(['links:write']);
    const url = page();
    const { body } = await send(key, 'POST', '/contents', { url });
    await send(key, 'POST', '/contents', { url, externalId: unique() });
    const [entry] = await entries(`object=${body.id}`);
    expect(entry).toMatchObject({ action: 'content.update', fields: ['externalId'] });
  });

  it('is made for the configured key and for the first key, too', async () => {
    const { body } = await sotto.api<{ id: string }>('POST', '/links', { url: page() });
    const [entry] = await entries(`object=${body.id}`);
    expect(entry?.actor).toEqual({ type: 'key', id: 'configured' });
  });
});

describe('a bulk request', () => {
  it('has few entries, which list every link and no other', async () => {
    const key = await keyWith(['links:write']);
    const links = Array.from({ length: 1_000 }, () => ({ url: page() }));
    const { body } = await send<{ data: { link: { id: string } }[] }>(key, 'POST', '/links/bulk', { links });
    const own = await entries(`actor=${idOf(key)}&action=link.create`);
    expect(own.length).toBeLessThanOrEqual(2);
    expect(own.reduce((sum, { objects }) => sum + objects, 0)).toBe(1_000);
    const listed: string[] = [];
    for (const { id } of own) {
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/audit-entries/${id}/objects?limit=100${cursor && `&cursor=${cursor}`}`;
        const answer = (await sotto.api<List<{ id: string }>>('GET', path)).body;
        listed.push(...answer.data.map((object) => object.id));
        cursor = answer.nextCursor;
      }
    }
    expect(listed.toSorted()).toEqual(body.data.map(({ link }) => link.id).toSorted());
    const [first, last] = [body.data[0]?.link.id, body.data[999]?.link.id];
    for (const id of [first, last]) expect(await entries(`object=${id}`)).toHaveLength(1);
  });

  it('shares no entry with others that write at the same time', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => keyWith(['links:write'])));
    const minted = await Promise.all(
      keys.map((key) =>
        send<{ links: { id: string }[]; id: string }>(key, 'POST', '/contents', { url: page() }),
      ),
    );
    for (const [index, { body }] of minted.entries()) {
      for (const id of [body.id, ...body.links.map((link) => link.id)]) {
        const found = await entries(`object=${id}`);
        expect(found.map(({ actor }) => actor.id)).toEqual([idOf(keys[index] ?? '')]);
      }
    }
  });

  it('enters only what was written', async () => {
    const author = { actor: { type: 'key' as const, id: unique() }, requestId: null };
    const taken = newLink();
    await sotto.store.links.insertGroups([newGroup(newContent(), [taken], { author })]);
    const rest = { ...author, requestId: 'second' };
    await sotto.store.links.insertGroups([
      newGroup(newContent(), [newLink({ slug: taken.slug })], { author: rest }),
    ]);
    const found = await entries(`actor=${author.actor.id}`);
    expect(found.map(({ requestId, action }) => [requestId, action])).toEqual([
      [null, 'link.create'],
      [null, 'content.create'],
    ]);
  });
});

describe('GET /audit-entries', () => {
  it('pages through all entries once, newest first', async () => {
    const key = await keyWith(['links:write']);
    for (let times = 0; times < 3; times++) await send(key, 'POST', '/links', { url: page() });
    const seen: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/audit-entries?actor=${idOf(key)}&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await sotto.api<List<Entry>>('GET', path);
      seen.push(...body.data);
      cursor = body.nextCursor;
    }
    const numbers = seen.map(({ id }) => Number(id.slice(4)));
    expect(numbers).toHaveLength(6);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  it('filters by action and by time', async () => {
    const key = await keyWith(['links:write']);
    const { now } = sotto.clock;
    await send(key, 'POST', '/links', { url: page() });
    sotto.clock.now += DAY;
    const { body } = await send(key, 'POST', '/links', { url: page() });
    const at = encodeURIComponent(new Date(now + DAY).toISOString());
    sotto.clock.now = now;
    const found = await entries(`actor=${idOf(key)}&action=link.create&from=${at}`);
    expect(found.map(({ object }) => object)).toEqual([body.id]);
    expect(await entries(`actor=${idOf(key)}&action=link.create&to=${at}`)).toHaveLength(1);
  });

  it('reads a bounded number of entries for one page', async () => {
    const id = unique();
    const rows = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
      INSERT INTO audit (at, actor_type, actor_id, action, object_id)
      SELECT 1, 'key', ${id}, CASE i WHEN 1 THEN 'key.create' ELSE 'key.revoke' END, 'key_x' FROM n`;
    await sotto.engine.atomic([rows]);
    const first = await sotto.api<List<Entry>>('GET', `/audit-entries?actor=${id}&action=key.create`);
    expect(first.body.data).toEqual([]);
    const { nextCursor } = first.body;
    const path = `/audit-entries?actor=${id}&action=key.create&cursor=${nextCursor}`;
    const second = await sotto.api<List<Entry>>('GET', path);
    expect(second.body).toMatchObject({ data: [{ action: 'key.create' }], nextCursor: null });
  });
});

it('deletes entries after the stated time, and no younger ones', async () => {
  const now = Date.UTC(2040, 1, 1);
  const stamp = (at: number, id: string) =>
    sql`INSERT INTO audit (at, actor_type, actor_id, action, object_id) VALUES (${at}, 'key', ${id}, 'key.create', 'key_x')`;
  const [old, young] = [unique(), unique()];
  const limit = now - AUDIT_DAYS * DAY;
  await sotto.engine.atomic([stamp(limit - 1, old), stamp(limit, young)]);
  while (await sotto.store.maintenance.purgeAudit(now));
  expect(await entries(`actor=${old}`)).toEqual([]);
  expect(await entries(`actor=${young}`)).toHaveLength(1);
});

it('finds nothing in an entry that does not exist', async () => {
  const empty: AuditEntry['rowId'] = 999_999_999;
  expect((await sotto.api('GET', `/audit-entries/aud_${empty}/objects`)).status).toBe(404);
});
