import { applyD1Migrations, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { edgeHealth } from '../../src/runtime/edge/health.ts';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';
import { createDeliveries } from '../../src/store/deliver-hits.ts';
import { createStore } from '../../src/store/store.ts';
import { deliver, unsteady } from '../support/edge.ts';
import { hitOn, mintLink } from '../support/make.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const engine = d1Engine(env.DB);
const store = createStore({ main: engine });
const deliveries = createDeliveries(engine);
const NOON = Date.UTC(2026, 9, 7, 12);
const queue = 'sotto-hits-dead';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const parked = async () => {
  const [rows = []] = await engine.read([sql`SELECT body FROM parked_hits ORDER BY id`]);
  return rows.map(({ body }) => JSON.parse(String(body)));
};

it('what could not be delivered is parked as it came, but for its hashes, and nothing is counted', async () => {
  const link = await mintLink(store);
  const message = { uid: uuidv7(NOON), hit: hitOn(link, { visitor: 'v', network: 'n', mark: 'letter' }) };
  expect(await deliver([message, { odd: true }], env, { queue, attempts: 3 })).toMatchObject({
    ackAll: true,
  });
  const { visitor, network, ...kept } = message.hit;
  expect(await parked()).toEqual([{ uid: message.uid, hit: kept }, { odd: true }]);
  expect((await store.stats.totals([link.rowId])).get(link.rowId)).toBeUndefined();
});

it('what was counted after all is not parked too', async () => {
  const link = await mintLink(store);
  const message = { uid: uuidv7(NOON), hit: hitOn(link) };
  await deliver([message], env);
  const before = await parked();
  await deliver([message], env, { queue });
  expect(await parked()).toEqual(before);
});

it('a dead letter comes again while it cannot be parked', async () => {
  const { database, journey } = unsteady(env.DB);
  journey.fails = 'there';
  expect(await deliver([{ odd: true }], { ...env, DB: database }, { queue })).toEqual({
    ackAll: false,
    retries: 1,
  });
});

it('whoever looks after the server is told that hits are parked, until they are gone', async () => {
  await deliver([{ odd: true }], env, { queue });
  const health = edgeHealth({ stats: store.stats, deliveries, log: silent });
  const parkedCheck = async () => (await health()).find(({ name }) => name === 'parked')?.status;
  expect(await parkedCheck()).toBe('warn');
  while (await deliveries.forgetParked(Date.now() + 1));
  expect(await parkedCheck()).toBe('pass');
});
