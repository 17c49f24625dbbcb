import { applyD1Migrations, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HitKind, StampedHit } from '../../src/hits/hit.ts';
import type { Link } from '../../src/links/link.ts';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { retryDelay } from '../../src/runtime/edge/queue/consumer.ts';
import { measuresOf } from '../../src/stats/measures.ts';
import { createDeliveries } from '../../src/store/hit-log/queue-deliveries.ts';
import { createStore } from '../../src/store/store.ts';
import { createSumsRunner } from '../../src/store/sums/sums-jobs.ts';
import { mintLink } from '../support/fixtures/records.ts';
import { plan } from '../support/fixtures/stats-plan.ts';
import { countCalls, deliver, failingDatabase, messagesOf, stampedHit } from '../support/runtimes/edge.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const NOON = Date.UTC(2026, 9, 7, 12);
const engine = d1Engine(env.DB);
const store = createStore({ main: engine });

const totalOf = async (link: Link) => (await store.stats.read(plan({ filters: { link: [link.id] } }))).total;
const deadLetters = async () => {
  const [rows = []] = await engine.read([sql`SELECT body FROM dead_letters ORDER BY id`]);
  return rows.map(({ body }) => String(body));
};

describe('a delivered hit', () => {
  it('counts once its batch is stored', async () => {
    const link = await mintLink(store);
    const hits = [stampedHit(link, { visitor: 'a' }), stampedHit(link, { visitor: 'b', at: NOON + 5_000 })];
    expect(await deliver([{ v: 1, hits }], env)).toEqual({ ackAll: true, retries: 0 });
    expect(await totalOf(link)).toMatchObject({ clicks: 2, uniqueClicks: 2 });
  });

  it('counts once, however often and with whatever other hits it is delivered', async () => {
    const link = await mintLink(store);
    const [one, two] = [stampedHit(link, { visitor: 'a' }), stampedHit(link)];
    const all: unknown[] = [{ v: 1, hits: [one, two, one] }, ...messagesOf([one, two])];
    await deliver(messagesOf([one]), env);
    await deliver(all, env);
    await Promise.all([
      deliver(messagesOf([two, one]), env),
      deliver(all, env),
      deliver(all.toReversed(), env),
    ]);
    expect(await totalOf(link)).toMatchObject({ clicks: 2, uniqueClicks: 1, anonymousClicks: 1 });
  });

  it('is not confused with a hit of the same time and link, or with the same nonce', async () => {
    const [link, other] = [await mintLink(store), await mintLink(store)];
    const hit = stampedHit(link);
    const others = [
      { ...hit, nonce: hit.nonce ^ 1 },
      { ...hit, at: hit.at + 1 },
      stampedHit(other, { at: hit.at }),
    ];
    await deliver(messagesOf([hit, ...others]), env);
    await deliver(messagesOf([...others, hit]), env);
    expect([(await totalOf(link)).clicks, (await totalOf(other)).clicks]).toEqual([3, 1]);
  });

  it('gets its own verdict even if other hits of its batch are stored already', async () => {
    const link = await mintLink(store);
    const people = ['a', 'b', 'c', 'd', 'e'].map((visitor) => stampedHit(link, { visitor, mark: visitor }));
    const machine = stampedHit(link, { kind: 'bot', mark: 'machine' });
    const again = stampedHit(link, { visitor: 'b', mark: 'again', at: NOON + 60_000 });
    await deliver(messagesOf(people.slice(1, 3)), env);
    await deliver([{ v: 1, hits: [people[0], machine, ...people.slice(1), again] }], env);
    const [rows = []] = await engine.read([
      sql`SELECT mark, kind, is_unique FROM hits WHERE link_id = ${link.rowId} ORDER BY id`,
    ]);
    expect(rows.map(({ mark, kind, is_unique }) => `${mark} ${kind} ${is_unique}`)).toEqual([
      ...['b click 1', 'c click 1', 'a click 1', 'machine bot 0'],
      ...['d click 1', 'e click 1', 'again click 0'],
    ]);
  });

  it('counts once if D1 stored it but the response was lost', async () => {
    const link = await mintLink(store);
    const { database, failure } = failingDatabase(env.DB);
    const home = { ...env, DB: database };
    await deliver(messagesOf([stampedHit(link)]), home);
    const second = messagesOf([stampedHit(link)]);
    failure.when = 'after';
    expect(await deliver(second, home)).toEqual({ ackAll: false, retries: 1 });
    failure.when = 'never';
    expect((await deliver(second, home)).ackAll).toBe(true);
    expect(await totalOf(link)).toMatchObject({ clicks: 2 });
  });

  it('is delivered again with its whole batch while D1 does not answer', async () => {
    const link = await mintLink(store);
    const { database, failure } = failingDatabase(env.DB);
    failure.when = 'before';
    const batch = [...messagesOf([stampedHit(link)]), { not: 'a hit' }];
    expect(await deliver(batch, { ...env, DB: database })).toEqual({ ackAll: false, retries: 2 });
    expect(await totalOf(link)).toMatchObject({ clicks: 0 });
    expect(await deadLetters()).toEqual([]);
  });

  it('is delivered again after a delay that grows up to an hour', () => {
    expect([1, 2, 5, 11, 12, 100].map(retryDelay)).toEqual([2, 4, 32, 2_048, 3_600, 3_600]);
  });
});

describe('a delivered batch', () => {
  const hitsOn = (links: Link[], count: number, at = NOON) =>
    Array.from({ length: count }, (_, n) =>
      stampedHit(links[n % links.length] ?? { rowId: 1 }, {
        at: at + n * 500,
        visitor: `${at}.${n}`,
        network: `${n}`,
      }),
    );

  it('takes one call of D1 once the isolate knows its facts, however many hits it has', async () => {
    const links = [await mintLink(store), await mintLink(store)];
    const { database, calls } = countCalls(env.DB);
    const home = { ...env, DB: database };
    // Longer than the clocks of two isolates may differ after whatever was stored before.
    const now = Date.now() + 120_000;
    await deliver(messagesOf(hitsOn(links, 3, now - 600_000)), home);
    calls();
    for (const size of [1, 10, 100]) {
      await deliver(messagesOf(hitsOn(links, size, now + size)), home);
      expect(calls()).toBe(1);
    }
    await deliver(
      [0, 1, 2].map((n) => ({ v: 1, hits: hitsOn(links, 100, now + 1_000_000 * n) })),
      home,
    );
    expect(calls()).toBe(1);
  });

  it('takes at most 1.25 calls of D1 on average, including the roll-up, and leaves less than 4,000 hits to cron', async () => {
    const links = [await mintLink(store), await mintLink(store), await mintLink(store)];
    const { database, calls } = countCalls(env.DB);
    const home = { ...env, DB: database };
    const now = Date.now() + 120_000;
    await deliver(messagesOf(hitsOn(links, 10, now - 600_000)), home);
    calls();
    const batches = 90;
    for (let n = 0; n < batches; n++)
      await deliver([{ v: 1, hits: hitsOn(links, 100, now + n * 50_000) }], home);
    expect(calls() / batches).toBeLessThanOrEqual(1.25);
    expect(await store.stats.waiting()).toBeLessThan(4_000);
    expect(await Promise.all(links.map(async (link) => (await totalOf(link)).clicks))).toEqual([
      3_064, 2_973, 2_973,
    ]);
  });

  it('may hold ten thousand hits', async () => {
    const links = [await mintLink(store)];
    const hits = hitsOn(links, 10_000);
    const messages = Array.from({ length: 100 }, (_, n) => ({
      v: 1,
      hits: hits.slice(n * 100, n * 100 + 100),
    }));
    expect(await deliver(messages, env)).toEqual({ ackAll: true, retries: 0 });
    expect(await deliver(messages.toReversed(), env)).toEqual({ ackAll: true, retries: 0 });
    expect(await totalOf(links[0] as Link)).toMatchObject({ clicks: 10_000 }); // it was just minted
  });
});

it('a hit that another isolate stored long ago does not count again, whether it is rolled up or not', async () => {
  const link = await mintLink(store);
  const sums = createSumsRunner(engine);
  const hits = Array.from({ length: 5_000 }, (_, n) =>
    stampedHit(link, { at: NOON + n * 4_000, visitor: `${n}` }),
  );
  const messages = Array.from({ length: 10 }, (_, n) => ({ v: 1, hits: hits.slice(n * 500, n * 500 + 500) }));
  for (const message of messages) await deliver([message], { ...env });
  expect(await sums.rollUp()).toBe(4_000);
  const again = hits.filter((_, n) => n % 100 === 0);
  await deliver(messagesOf([...again, stampedHit(link, { at: NOON + 1, visitor: 'late' })]), { ...env });
  while ((await sums.rollUp()) > 0);
  await deliver(messagesOf(again), { ...env });
  expect(await totalOf(link)).toMatchObject({ clicks: 5_001 });
});

describe('a message that is not a hit', () => {
  type Spoil = (good: StampedHit) => unknown;
  const facts =
    (changes: object): Spoil =>
    (good) => ({ v: 1, hits: [{ ...good, ...changes }] });

  it.each<[string, Spoil]>([
    ['nothing', () => null],
    ['a number', () => 7],
    ['text', () => 'hit'],
    ['a list', (good) => [good]],
    ['an object', () => ({})],
    ['a hit by itself', (good) => good],
    ['of another version', (good) => ({ v: 2, hits: [good] })],
    ['of an unknown kind', facts({ kind: 'share' })],
    ['without a link', facts({ linkRowId: 0 })],
    ['without a time', facts({ at: 'now' })],
    ['with an impossible time', facts({ at: 9e15 })],
    ['too long', facts({ referrer: 'x'.repeat(513) })],
    ['without a fact', facts({ mark: undefined })],
    ['without a number of its own', facts({ nonce: undefined })],
    ['with a number of more than 32 bits', facts({ nonce: 2 ** 31 })],
  ])(
    'becomes a dead letter without hashes and is not delivered again, while the others are stored: %s',
    async (_, spoil) => {
      const link = await mintLink(store);
      const good = stampedHit(link, { visitor: 'somebody', network: 'somewhere' });
      const before = (await deadLetters()).length;
      expect(await deliver([...messagesOf([good]), spoil(good)], env)).toEqual({ ackAll: true, retries: 0 });
      expect(await totalOf(link)).toMatchObject({ clicks: 1 });
      const bodies = (await deadLetters()).slice(before);
      expect(bodies).toHaveLength(1);
      expect(bodies[0]).not.toContain('some');
    },
  );

  it('becomes a dead letter alone if the other hits of its message are valid', async () => {
    const link = await mintLink(store);
    const [one, two] = [stampedHit(link, { visitor: 'a' }), stampedHit(link, { visitor: 'b' })];
    const before = (await deadLetters()).length;
    await deliver([{ v: 1, hits: [one, { ...two, kind: 'share' }, two] }], env);
    expect(await totalOf(link)).toMatchObject({ clicks: 2 });
    const { visitor, network, ...kept } = two;
    expect((await deadLetters()).slice(before).map((body) => JSON.parse(body))).toEqual([
      { v: 1, hits: [{ ...kept, kind: 'share' }] },
    ]);
  });
});

it('every hit counts exactly once, however the queue repeats and reorders messages', async () => {
  const links = [await mintLink(store), await mintLink(store)] as const;
  const expected = [0, 0];
  const sums = createSumsRunner(engine);
  const anyHit = fc.record({
    link: fc.constantFrom<0 | 1>(0, 1),
    visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
    kind: fc.constantFrom<HitKind>('click', 'preview', 'bot'),
    at: fc.nat({ max: 60_000 }),
  });
  const scenario = fc.record({
    hits: fc.array(anyHit, { minLength: 1, maxLength: 8 }),
    // Which hits each delivery has: in any order, some often, some never.
    batches: fc.array(fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 10 }), { maxLength: 5 }),
    perMessage: fc.boolean(),
    atOnce: fc.boolean(),
    fails: fc.constantFrom<'never' | 'before' | 'after'>('never', 'before', 'after'),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ hits, batches, perMessage, atOnce, fails }) => {
      const sent = hits.map(({ link, at, ...facts }) => stampedHit(links[link], { ...facts, at: NOON + at }));
      for (const { link } of hits) expected[link] = (expected[link] ?? 0) + 1;
      const messages = (of: StampedHit[]) => (perMessage ? messagesOf(of) : [{ v: 1, hits: of }]);
      const deliveries = batches.map((batch) => messages(batch.flatMap((n) => sent[n] ?? [])));
      const { database, failure } = failingDatabase(env.DB);
      failure.when = fails;
      await deliver(messages(sent), { ...env, DB: database });
      if (atOnce) await Promise.all(deliveries.map((batch) => deliver(batch, env)));
      else for (const batch of deliveries) await deliver(batch, env);
      await deliver(messages(sent.toReversed()), env);
      while ((await sums.rollUp()) > 0);
      for (const n of [0, 1] as const) {
        expect(measuresOf(await totalOf(links[n])).hits).toBe(expected[n]);
      }
    }),
    { numRuns: 25 },
  );
});

it('statistics include the newest hit even if an older one arrives after it', async () => {
  const link = await mintLink(store);
  const newest = Date.now() + 1_000_000;
  await deliver(messagesOf([stampedHit(link, { at: newest })]), env);
  await deliver(messagesOf([stampedHit(link, { at: newest - 60_000 })]), env);
  expect((await store.stats.read(plan({ filters: {} }))).asOf).toBe(newest);
});

it('two concurrent roll-ups count every hit once', async () => {
  const link = await mintLink(store);
  const hits = Array.from({ length: 30 }, (_, n) => stampedHit(link, { visitor: `v${n % 7}` }));
  await createDeliveries(engine, store.writer).take(hits, [], NOON);
  await Promise.allSettled([1, 2, 3].map(() => createSumsRunner(engine).rollUp()));
  while ((await createSumsRunner(engine).rollUp()) > 0);
  expect(await store.stats.waiting()).toBe(0);
  const [sums] = await engine.read([
    sql`SELECT clicks, repeats, unique_clicks FROM sums WHERE unit = 0 AND scope = ${link.rowId}`,
  ]);
  expect(sums).toEqual([{ clicks: 7, repeats: 23, unique_clicks: 7 }]);
  expect(await totalOf(link)).toMatchObject({ clicks: 7, repeats: 23, uniqueClicks: 7 });
});
