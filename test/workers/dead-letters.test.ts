import { applyD1Migrations, createScheduledController, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { edgeHealth } from '../../src/runtime/edge/worker/health.ts';
import worker from '../../src/runtime/workers.ts';
import { createDeliveries } from '../../src/store/hit-log/queue-deliveries.ts';
import { createStore } from '../../src/store/store.ts';
import { createSumsRunner } from '../../src/store/sums/sums-jobs.ts';
import { mintLink } from '../support/fixtures/records.ts';
import { deliver, failingDatabase, messagesOf, stampedHit } from '../support/runtimes/edge.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const engine = d1Engine(env.DB);
const store = createStore({ main: engine, redelivers: true });
const deliveries = createDeliveries(engine, store.writer);
const queue = 'sotto-hits-dead';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const deadLetters = async () => {
  const [rows = []] = await engine.read([sql`SELECT body FROM dead_letters ORDER BY id`]);
  return rows.map(({ body }) => JSON.parse(String(body)));
};

it('keeps undeliverable hits as dead letters, one each and without hashes, and does not count them', async () => {
  const link = await mintLink(store);
  const hits = [1, 2].map((n) => stampedHit(link, { visitor: `v${n}`, network: 'n', mark: 'letter' }));
  const messages = [{ v: 1, hits: [...hits, { odd: true }] }, { odd: true }];
  expect(await deliver(messages, env, { queue, attempts: 3 })).toMatchObject({ retries: 0 });
  const kept = hits.map(({ visitor, network, ...hit }) => hit);
  expect(await deadLetters()).toEqual([
    ...[...kept, { odd: true }].map((hit) => ({ v: 1, hits: [hit] })),
    { odd: true },
  ]);
  expect((await store.stats.totals([link.rowId])).get(link.rowId)).toBeUndefined();
});

it('counts a dead letter once when it is sent to the queue again as it is', async () => {
  const link = await mintLink(store);
  const before = (await deadLetters()).length;
  await deliver([{ v: 1, hits: [stampedHit(link, { visitor: 'v', network: 'n' })] }], env, { queue });
  const bodies = (await deadLetters()).slice(before);
  expect(bodies).toHaveLength(1);
  await deliver([...bodies, ...bodies], env);
  await deliver(bodies, env);
  expect((await store.stats.totals([link.rowId])).get(link.rowId)?.clicks).toBe(1);
});

it('stores dead letters by cron, once, and keeps those that are not hits', async () => {
  const link = await mintLink(store);
  const hits = [1, 2].map(() => stampedHit(link, { visitor: 'v', network: 'n' }));
  await deliver([{ v: 1, hits: [...hits, { odd: link.id }] }], env, { queue });
  await deliver(messagesOf(hits.slice(0, 1)), env);
  for (const after of [0, 60_000]) {
    await worker.scheduled(createScheduledController({ scheduledTime: Date.now() + after }), env);
    expect((await store.stats.totals([link.rowId])).get(link.rowId)?.clicks).toBe(2);
    const bodies = (await deadLetters()).filter((body) => JSON.stringify(body).includes(link.id));
    expect(bodies).toEqual([{ v: 1, hits: [{ odd: link.id }] }]);
  }
});

it('does not keep a hit as a dead letter if it was stored after all', async () => {
  const link = await mintLink(store);
  const messages = messagesOf([stampedHit(link)]);
  await deliver(messages, env);
  const before = await deadLetters();
  await deliver(messages, env, { queue });
  expect(await deadLetters()).toEqual(before);
});

it('has a dead letter delivered again while it cannot be kept', async () => {
  const { database, failure } = failingDatabase(env.DB);
  failure.when = 'before';
  expect(await deliver([{ odd: true }], { ...env, DB: database }, { queue })).toEqual({
    ackAll: false,
    retries: 1,
  });
});

it('warns in the health check while there are dead letters', async () => {
  await deliver([{ odd: true }], env, { queue });
  const health = edgeHealth({
    blocklist: { isUsed: false, states: async () => [] },
    stats: store.stats,
    hits: store.hits,
    deliveries,
    sums: createSumsRunner(engine),
    clock: Date.now,
    log: silent,
  });
  const deadLetterCheck = async () => (await health()).find(({ name }) => name === 'parked')?.status;
  expect(await deadLetterCheck()).toBe('warn');
  while (await deliveries.deleteDeadLetters(Date.now() + 1));
  expect(await deadLetterCheck()).toBe('pass');
});
