import { applyD1Migrations, createScheduledController, env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { createCron } from '../../src/runtime/edge/cron.ts';
import { edgeHealth } from '../../src/runtime/edge/worker/health.ts';
import worker from '../../src/runtime/workers.ts';
import { createDeliveries } from '../../src/store/hit-log/queue-deliveries.ts';
import { createStore } from '../../src/store/store.ts';
import { createSumsRunner } from '../../src/store/sums/sums-jobs.ts';
import { DAY_CLOSES_AFTER_MS } from '../../src/sums/trusted-clock.ts';
import { hitOn, mintLink } from '../support/fixtures/records.ts';
import { deliver, stampedHit } from '../support/runtimes/edge.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const DAY = 86_400_000;
const LONGEST_WAIT = 10 * 60_000;
const engine = d1Engine(env.DB);
const store = createStore({ main: engine });

const cron = (scheduledTime: number) => worker.scheduled(createScheduledController({ scheduledTime }), env);

/** Makes this the time up to which the clock is confirmed. */
const confirmClock = (at: number) =>
  engine.atomic([sql`UPDATE sums_state SET clock_at = ${at}, round_at = 0`]);

async function count(rows: string): Promise<number> {
  const [found] = await engine.read([sql.raw(`SELECT count(*) AS n FROM ${rows}`)]);
  return Number(found?.[0]?.n);
}

const clicksOf = async (link: { rowId: number }) =>
  (await store.stats.totals([link.rowId])).get(link.rowId)?.clicks ?? 0;

describe('cron', () => {
  beforeEach(() => confirmClock(Date.now()));

  it('rolls up hits that the consumer has left, after ten minutes', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    const hits = Array.from({ length: 7 }, () => stampedHit(link, { at: now }));
    await deliver([{ v: 1, hits }], env);
    await cron(now + LONGEST_WAIT - 1);
    expect(await store.stats.waiting()).toBe(7);
    await cron(now + LONGEST_WAIT);
    expect(await store.stats.waiting()).toBe(0);
    expect(await count(`sums WHERE unit = 0 AND scope = ${link.rowId} AND clicks = 7`)).toBe(1);
  });

  it('rolls up at once if a whole slice waits, or what the clock says is yet to come', async () => {
    const link = await mintLink(store);
    const sums = createSumsRunner(engine, { size: 20 });
    const now = Date.now();
    while ((await sums.rollUp()) > 0);
    const append = (hits: number, at: number) =>
      store.hits.append(Array.from({ length: hits }, (_, n) => hitOn(link, { at: at + n })));
    expect(await sums.isRollUpDue(now)).toBe(false);
    await append(19, now);
    expect(await sums.isRollUpDue(now)).toBe(false);
    await append(1, now);
    expect(await sums.isRollUpDue(now)).toBe(true);
    expect(await sums.rollUp()).toBe(20);
    await append(1, now + DAY);
    expect(await sums.isRollUpDue(now)).toBe(true);
  });

  it('closes days that are over', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { at: now })]);
    await cron(now);
    const isSummedUp = () =>
      count(
        `sums JOIN totals ON link_id = scope WHERE unit = 1 AND scope = ${link.rowId} AND totals.clicks = 1`,
      );
    expect(await isSummedUp()).toBe(0);
    await cron(now + DAY + DAY_CLOSES_AFTER_MS);
    expect(await isSummedUp()).toBe(1);
    expect(await clicksOf(link)).toBe(1);
  });

  it('subtracts deleted links from the sums, and deletes their hits', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { at: now })]);
    await cron(now + LONGEST_WAIT);
    expect(await count(`sums WHERE scope = ${link.rowId}`)).toBeGreaterThan(0);
    await store.links.remove(link, now);
    for (let minute = 1; minute <= 3; minute++) await cron(now + LONGEST_WAIT + minute * 120_000);
    expect(await count(`sums WHERE scope = ${link.rowId}`)).toBe(0);
    expect(await count(`hits WHERE link_id = ${link.rowId}`)).toBe(0);
  });

  it('deletes the hashes of visitors after the next day', async () => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { visitor: 'v', network: 'n', at: now })]);
    await cron(now);
    const batches = () => count(`hit_batches WHERE networks LIKE '%"n"%'`);
    await cron(now + DAY);
    expect(await batches()).toBe(1);
    await cron(now + 2 * DAY);
    expect(await batches()).toBe(0);
    expect(await clicksOf(link)).toBe(1);
  });

  it('deletes dead letters after 90 days', async () => {
    await deliver([{ odd: true }], env, { queue: 'sotto-hits-dead' });
    const [rows = []] = await engine.read([sql`SELECT max(created_at) AS at FROM dead_letters`]);
    const parkedAt = Number(rows[0]?.at);
    await confirmClock(parkedAt + 89 * DAY);
    await cron(parkedAt + 90 * DAY);
    expect(await count('dead_letters')).toBe(1);
    await cron(parkedAt + 90 * DAY + 1);
    expect(await count('dead_letters')).toBe(0);
  });

  it.each([
    ['ahead', 10 * 365 * DAY],
    ['back', -10 * 365 * DAY],
  ])('deletes nothing by age while the clock is years %s, and says so', async (_, jump) => {
    const link = await mintLink(store);
    const now = Date.now();
    await store.hits.append([hitOn(link, { visitor: 'v', network: 'kept', at: now })]);
    await cron(now);
    const closedDay = () => engine.read([sql`SELECT closed_day FROM sums_state`]);
    const before = await closedDay();
    for (let minute = 0; minute < 3; minute++) await cron(now + jump + minute * 60_000);
    expect(await count(`hits WHERE link_id = ${link.rowId}`)).toBe(1);
    expect(await count(`hit_batches WHERE networks LIKE '%"kept"%'`)).toBeGreaterThan(0);
    expect(await closedDay()).toEqual(before);
    const health = edgeHealth({
      blocklist: { isUsed: false, states: async () => [] },
      stats: store.stats,
      hits: store.hits,
      deliveries: createDeliveries(engine, store.writer),
      sums: createSumsRunner(engine),
      clock: () => now + jump,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    expect((await health()).find(({ name }) => name === 'clock')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('Nothing is deleted by age'),
    });
    await cron(now + 60_000);
  });

  it('creates the salt of the day, from two hours before it begins', async () => {
    const name = `salt:${new Date(Date.now() + 2 * 3_600_000).toISOString().slice(0, 10)}`;
    await env.SALTS.delete(name);
    await cron(Date.now());
    expect(await env.SALTS.get(name)).not.toBeNull();
  });
});

describe('a cron run', () => {
  const NOON = Date.UTC(2026, 9, 7, 12);

  /** A run whose steps take so long each, on a clock of its own. */
  function openCron(stepMs: number, { deadLetterCount = 0, trusted = true } = {}) {
    const clock = { now: NOON };
    const done: string[] = [];
    const errors: [string, object][] = [];
    const step = (job: string, more: boolean) => async () => {
      done.push(job);
      clock.now += stepMs;
      return more;
    };
    const cron = createCron({
      store: {
        maintenance: {
          purgeHashes: step('hashes', false),
          purgeDeleted: step('purge deleted', true),
          purgeAudit: async () => false,
          purgeCompacted: step('purge compacted', false),
        },
        contents: { stepLinks: async () => ({ more: await step('links', false)(), changed: [] }) },
      },
      sums: {
        ...createSumsRunner(engine),
        isRollUpDue: async () => true,
        rollUp: async () => ((await step('roll-up', true)()) ? 1 : 0),
        subtractErased: async () => {
          throw new Error('D1 is overloaded');
        },
        closeDays: step('close', false),
        compactDays: step('compact', false),
        checkClock: async (now) => ({ trusted: trusted ? { now, agingAt: now } : null, off: 0 }),
      },
      deliveries: {
        ...createDeliveries(engine, store.writer),
        countDeadLetters: async () => deadLetterCount,
      },
      removeUnused: async () => false,
      deadLetters: { retry: step('retry dead letters', false) },
      retentionMonths: 13,
      blocklist: { refresh: async () => {} },
      salts: { prepare: async () => {} },
      clock: () => clock.now,
      log: {
        info: () => {},
        warn: () => {},
        error: (fields, message) => void errors.push([message, fields]),
      },
    });
    return { cron, clock, done, errors };
  }

  it('ends in time, however much work there is', async () => {
    const { cron, clock } = openCron(3_000);
    await cron(NOON);
    expect(clock.now - NOON).toBeLessThan(30_000);
  });

  it('ends even if the clock does not advance', async () => {
    const { cron, done } = openCron(0);
    await cron(NOON);
    expect(done.length).toBeLessThanOrEqual(40);
  });

  it('runs every job, even if another one has much to do or fails', async () => {
    const { cron, done, errors } = openCron(0);
    await cron(NOON);
    const times = (job: string) => done.filter((each) => each === job).length;
    expect([times('compact'), times('purge compacted'), times('hashes')]).toEqual([1, 1, 1]);
    expect(times('roll-up')).toBeGreaterThan(5);
    expect(Math.abs(times('roll-up') - times('purge deleted'))).toBeLessThanOrEqual(1);
    expect(errors.filter(([, fields]) => 'job' in fields)).toHaveLength(1);
  });

  it('only rolls up while the clock is not trusted, and neither closes days nor deletes anything by age', async () => {
    const { cron, done } = openCron(0, { trusted: false });
    await cron(NOON);
    expect(new Set(done)).toEqual(new Set(['links', 'retry dead letters', 'roll-up', 'purge deleted']));
  });

  it('reports dead letters once an hour, if there are any', async () => {
    const alerts = async (deadLetterCount: number, at: number) => {
      const { cron, errors } = openCron(0, { deadLetterCount });
      await cron(at);
      return errors.filter(([message]) => message.includes('dead letters')).length;
    };
    expect(await alerts(2, NOON)).toBe(1);
    expect(await alerts(2, NOON + 60_000)).toBe(0);
    expect(await alerts(0, NOON)).toBe(0);
  });
});
