import { applyD1Migrations, createScheduledController, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { createRound } from '../../src/runtime/edge/round.ts';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';
import worker from '../../src/runtime/workers.ts';
import { createDeliveries } from '../../src/store/deliver-hits.ts';
import { createFolder } from '../../src/store/roll-up.ts';
import { createStore } from '../../src/store/store.ts';
import { deliver } from '../support/edge.ts';
import { hitOn, mintLink } from '../support/make.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const DAY = 86_400_000;
const engine = d1Engine(env.DB);
const store = createStore({ main: engine });

const cron = (scheduledTime: number) => worker.scheduled(createScheduledController({ scheduledTime }), env);

async function count(rows: string): Promise<number> {
  const [found] = await engine.read([sql.raw(`SELECT count(*) AS n FROM ${rows}`)]);
  return Number(found?.[0]?.n);
}

describe('cron', () => {
  it('folds what no consumer folded', async () => {
    const link = await mintLink(store);
    await store.hits.append(Array.from({ length: 7 }, () => hitOn(link, { at: Date.now() })));
    expect(await store.stats.unfolded()).toBe(7);
    await cron(Date.now());
    expect(await store.stats.unfolded()).toBe(0);
    expect(await count(`link_totals WHERE link_id = ${link.rowId} AND clicks = 7`)).toBe(1);
  });

  it('takes deleted links out of the sums, and their hits out of the log', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { at: now })]);
    await cron(now);
    await store.links.remove(link, now);
    await cron(now + 120_000);
    expect(await count(`link_totals WHERE link_id = ${link.rowId}`)).toBe(0);
    expect(await count(`hits WHERE link_id = ${link.rowId}`)).toBe(0);
  });

  it('forgets visitors after their day and the next', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { visitor: 'v', network: 'n', at: now })]);
    await cron(now);
    const hashes = () => count('(SELECT day FROM hit_visitors UNION ALL SELECT day FROM visitors)');
    await cron(now + DAY);
    expect(await hashes()).toBe(2);
    await cron(now + 2 * DAY);
    expect(await hashes()).toBe(0);
    expect((await store.stats.totals([link.rowId])).get(link.rowId)?.clicks).toBe(1);
  });

  it('forgets the ids of delivered hits once no queue can deliver them again', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    const [old, young] = [now - 5 * DAY - 1, now - 5 * DAY].map((at) => ({
      uid: uuidv7(at),
      hit: hitOn(link, { at }),
    }));
    await deliver([old, young], env);
    await cron(now);
    expect(await count(`seen_hits WHERE uid = '${old?.uid}'`)).toBe(0);
    expect(await count(`seen_hits WHERE uid = '${young?.uid}'`)).toBe(1);
  });

  it('forgets hits that could not be stored after 90 days', async () => {
    await deliver([{ odd: true }], env, { queue: 'sotto-hits-dead' });
    const [rows = []] = await engine.read([sql`SELECT max(parked_at) AS at FROM parked_hits`]);
    const parkedAt = Number(rows[0]?.at);
    await cron(parkedAt + 90 * DAY);
    expect(await count('parked_hits')).toBe(1);
    await cron(parkedAt + 90 * DAY + 1);
    expect(await count('parked_hits')).toBe(0);
  });

  it('makes the salt of the day', async () => {
    const name = `salt:${new Date().toISOString().slice(0, 10)}`;
    await env.SALTS.delete(name);
    await cron(Date.now());
    expect(await env.SALTS.get(name)).not.toBeNull();
  });
});

describe('a run', () => {
  const NOON = Date.UTC(2026, 9, 7, 12);

  /** A run of which each step takes so long, on a clock of its own. */
  function openRound(stepMs: number, parked = 0) {
    const clock = { now: NOON };
    const done: string[] = [];
    const errors: [string, object][] = [];
    const step = (job: string, more: boolean) => async () => {
      done.push(job);
      clock.now += stepMs;
      return more;
    };
    const round = createRound({
      store: {
        hits: {
          ...store.hits,
          forgetVisitors: step('hit visitors', false),
          sweepDeleted: step('sweep', true),
        },
        stats: { ...store.stats, unfolded: async () => 1 },
      },
      folder: {
        ...createFolder(engine),
        fold: async () => ((await step('fold', true)()) ? 1 : 0),
        removeDeleted: async () => {
          throw new Error('D1 is overloaded');
        },
      },
      deliveries: { ...createDeliveries(engine), parked: async () => parked },
      expire: step('retention', false),
      salts: { prepare: async () => {} },
      clock: () => clock.now,
      log: {
        info: () => {},
        warn: () => {},
        error: (fields, message) => void errors.push([message, fields]),
      },
    });
    return { round, clock, done, errors };
  }

  it('ends in time, however much there is to do', async () => {
    const { round, clock } = openRound(3_000);
    await round(NOON);
    expect(clock.now - NOON).toBeLessThan(30_000);
  });

  it('ends also where time stands still', async () => {
    const { round, done } = openRound(0);
    await round(NOON);
    expect(done.length).toBeLessThanOrEqual(40);
  });

  it('lets no job wait for another to be done, and none fail for another', async () => {
    const { round, done, errors } = openRound(0);
    await round(NOON);
    const times = (job: string) => done.filter((each) => each === job).length;
    expect([times('retention'), times('hit visitors')]).toEqual([1, 1]);
    expect(times('fold')).toBeGreaterThan(5);
    expect(Math.abs(times('fold') - times('sweep'))).toBeLessThanOrEqual(1);
    expect(errors.filter(([, fields]) => 'job' in fields)).toHaveLength(1);
  });

  it('says once an hour that hits are parked, and nothing while none are', async () => {
    const alerts = async (parked: number, at: number) => {
      const { round, errors } = openRound(0, parked);
      await round(at);
      return errors.filter(([message]) => message.includes('parked')).length;
    };
    expect(await alerts(2, NOON)).toBe(1);
    expect(await alerts(2, NOON + 60_000)).toBe(0);
    expect(await alerts(0, NOON)).toBe(0);
  });
});
