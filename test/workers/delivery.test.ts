import { applyD1Migrations, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kind } from '../../src/hits/hit.ts';
import type { Link } from '../../src/links/link.ts';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { retryDelay } from '../../src/runtime/edge/consume.ts';
import type { HitMessage } from '../../src/runtime/edge/hit-message.ts';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';
import { measuresOf } from '../../src/stats/measures.ts';
import { createFolder } from '../../src/store/roll-up.ts';
import { createStore } from '../../src/store/store.ts';
import { deliver, unsteady } from '../support/edge.ts';
import { hitOn, mintLink } from '../support/make.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const NOON = Date.UTC(2026, 9, 7, 12);
const engine = d1Engine(env.DB);
const store = createStore({ main: engine });

const messageOf = (link: Link, changes: Parameters<typeof hitOn>[1] = {}): HitMessage => ({
  uid: uuidv7(NOON),
  hit: hitOn(link, changes),
});

const plan = { groupBy: [], from: null, to: null, offsets: [{ from: 0, offset: 0 }], order: null, limit: 1 };

async function totalOf(link: Link) {
  const plan = {
    groupBy: [],
    from: null,
    to: null,
    offsets: [{ from: 0, offset: 0 }],
    order: null,
    limit: 1,
  };
  return (await store.stats.read({ ...plan, filters: { link: [link.id] } })).total;
}
const rowsOf = async (table: 'parked_hits' | 'seen_hits') => {
  const [rows = []] = await engine.read([sql.raw(`SELECT * FROM ${table} ORDER BY 1`)]);
  return rows;
};

describe('a delivered hit', () => {
  it('is counted and folded with its batch', async () => {
    const link = await mintLink(store);
    const sent = [messageOf(link, { visitor: 'a' }), messageOf(link, { visitor: 'b', at: NOON + 5_000 })];
    expect(await deliver(sent, env)).toEqual({ ackAll: true, retries: 0 });
    expect(await totalOf(link)).toMatchObject({ clicks: 2, uniques: 2 });
    expect(await store.stats.unfolded()).toBe(0);
  });

  it('counts once, however often it is delivered', async () => {
    const link = await mintLink(store);
    const [one, two] = [messageOf(link, { visitor: 'a' }), messageOf(link)];
    await deliver([one], env);
    await deliver([one, two, one], env);
    await Promise.all([deliver([two, one], env), deliver([one, two], env), deliver([two], env)]);
    expect(await totalOf(link)).toMatchObject({ clicks: 2, uniques: 1, anonymous: 1 });
  });

  it('keeps its own visitor when others beside it are known already', async () => {
    const link = await mintLink(store);
    const people = ['a', 'b', 'c', 'd', 'e'].map((visitor) => messageOf(link, { visitor }));
    const machine = messageOf(link, { kind: 'bot' });
    await deliver([people[1], people[3]], env);
    await deliver([people[0], machine, ...people.slice(1), messageOf(link)], env);
    const [rows = []] = await engine.read([
      sql`SELECT visitor, kind FROM hits LEFT JOIN hit_visitors ON hit_id = id WHERE link_id = ${link.rowId} ORDER BY id`,
    ]);
    expect(rows.map(({ visitor, kind }) => [visitor, kind])).toEqual([
      ...[
        ['b', 0],
        ['d', 0],
        ['a', 0],
      ],
      ...[
        [null, 5],
        ['c', 0],
        ['e', 0],
        [null, 0],
      ],
    ]);
  });

  it('counts once when D1 stored it and its answer was lost', async () => {
    const link = await mintLink(store);
    const { database, journey } = unsteady(env.DB);
    const home = { ...env, DB: database };
    await deliver([messageOf(link)], home);
    const second = messageOf(link);
    journey.fails = 'back';
    expect(await deliver([second], home)).toEqual({ ackAll: false, retries: 1 });
    journey.fails = 'never';
    expect((await deliver([second], home)).ackAll).toBe(true);
    expect(await totalOf(link)).toMatchObject({ clicks: 2 });
  });

  it('comes again while D1 is not there, and nothing of its batch is stored', async () => {
    const link = await mintLink(store);
    const { database, journey } = unsteady(env.DB);
    journey.fails = 'there';
    const batch = [messageOf(link), { no: 'hit' }];
    expect(await deliver(batch, { ...env, DB: database })).toEqual({ ackAll: false, retries: 2 });
    expect(await totalOf(link)).toMatchObject({ clicks: 0 });
    expect(await rowsOf('parked_hits')).toEqual([]);
  });

  it('comes again later each time, within the hour', () => {
    expect([1, 2, 5, 11, 12, 100].map(retryDelay)).toEqual([2, 4, 32, 2_048, 3_600, 3_600]);
  });
});

describe('a message that is no hit', () => {
  const facts = (changes: object) => (good: HitMessage) => ({ ...good, hit: { ...good.hit, ...changes } });

  it.each<[string, (good: HitMessage) => unknown]>([
    ['nothing', () => null],
    ['a number', () => 7],
    ['text', () => 'hit'],
    ['a list', () => []],
    ['an object', () => ({})],
    ['of no known kind', facts({ kind: 'share' })],
    ['about no link', facts({ linkRowId: 0 })],
    ['of no time', facts({ at: 'now' })],
    ['beyond all times', facts({ at: 9e15 })],
    ['endless', facts({ referrer: 'x'.repeat(513) })],
    ['without a fact', facts({ mark: undefined })],
    ['without an id', ({ hit }) => ({ hit })],
    ['under an id that tells no age', ({ hit }) => ({ uid: '0190f3a0-0000-4000-8000-000000000000', hit })],
  ])('is parked without its hashes, not delivered again, and spares the others: %s', async (_, spoil) => {
    const link = await mintLink(store);
    const good = messageOf(link, { visitor: 'somebody', network: 'somewhere' });
    const before = (await rowsOf('parked_hits')).length;
    expect(await deliver([good, spoil(good)], env)).toEqual({ ackAll: true, retries: 0 });
    expect(await totalOf(link)).toMatchObject({ clicks: 1 });
    const parked = (await rowsOf('parked_hits')).slice(before);
    expect(parked).toHaveLength(1);
    expect(String(parked[0]?.body)).not.toContain('some');
  });
});

it('every hit counts exactly once, whatever the queue does to its messages', async () => {
  const links = [await mintLink(store), await mintLink(store)] as const;
  const expected = [0, 0];
  const folder = createFolder(engine);
  const anyHit = fc.record({
    link: fc.constantFrom<0 | 1>(0, 1),
    visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
    kind: fc.constantFrom<Kind>('click', 'preview', 'bot'),
    at: fc.nat({ max: 60_000 }),
  });
  const scenario = fc.record({
    hits: fc.array(anyHit, { minLength: 1, maxLength: 8 }),
    // Which messages go into each delivery: in any order, some often, some in none.
    batches: fc.array(fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 10 }), { maxLength: 5 }),
    atOnce: fc.boolean(),
    fails: fc.constantFrom<'never' | 'there' | 'back'>('never', 'there', 'back'),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ hits, batches, atOnce, fails }) => {
      const messages = hits.map(({ link, at, ...facts }) =>
        messageOf(links[link], { ...facts, at: NOON + at }),
      );
      for (const { link } of hits) expected[link] = (expected[link] ?? 0) + 1;
      const deliveries = batches.map((batch) => batch.flatMap((n) => messages[n] ?? []));
      const { database, journey } = unsteady(env.DB);
      journey.fails = fails;
      await deliver(messages, { ...env, DB: database });
      if (atOnce) await Promise.all(deliveries.map((batch) => deliver(batch, env)));
      else for (const batch of deliveries) await deliver(batch, env);
      await deliver(messages.toReversed(), env);
      while ((await folder.fold()) > 0);
      for (const n of [0, 1] as const) {
        expect(measuresOf(await totalOf(links[n])).hits).toBe(expected[n]);
      }
    }),
    { numRuns: 25 },
  );
});

it('statistics reach to the newest hit, also when an older one comes after it', async () => {
  const link = await mintLink(store);
  const late = NOON + 1_000_000;
  await deliver([messageOf(link, { at: late })], env);
  await deliver([messageOf(link, { at: late - 60_000 })], env);
  expect((await store.stats.read({ ...plan, filters: {} })).asOf).toBe(late);
});

it('two folds at once count every hit once', async () => {
  const link = await mintLink(store);
  await store.hits.append(Array.from({ length: 30 }, (_, n) => hitOn(link, { visitor: `v${n % 7}` })));
  const moved = await Promise.all([1, 2, 3].map(() => createFolder(engine).fold()));
  expect(Math.max(...moved)).toBeGreaterThan(0);
  const [sums] = await engine.read([
    sql`SELECT clicks, repeats, uniques FROM link_totals WHERE link_id = ${link.rowId}`,
  ]);
  expect(sums).toEqual([{ clicks: 7, repeats: 23, uniques: 7 }]);
  expect(await totalOf(link)).toMatchObject({ clicks: 7, repeats: 23, uniques: 7 });
});
