import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReaders, type ReadersLimits } from '../../src/runtime/node/readers.ts';
import type { StatsPlan } from '../../src/stats/plan.ts';
import { createStore } from '../../src/store/store.ts';
import { hitOn, mintLink } from '../support/make.ts';
import { openHome } from '../support/open.node.ts';
import { temporaryFolder } from '../support/server-process.ts';
import { assemble } from '../support/sotto.ts';

const HOUR = 3_600_000;
const PATIENT: ReadersLimits = { atOnce: 2, waiting: 20, waitMs: HOUR, readMs: HOUR };
const ENDLESS = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS all_of FROM n`;

/** A Sotto whose long reads go to processes of their own, as the server's do; `apart`: lists and exports to others. */
async function openWithReaders(limits: ReadersLimits = { ...PATIENT }, apart = false) {
  const dataDir = temporaryFolder();
  const readers = createReaders({ dataDir, limits });
  const portions = createReaders({ dataDir, limits });
  const home = await openHome(dataDir, { heavy: readers, ...(apart && { portions }) });
  onTestFinished(async () => {
    await Promise.all([readers.stop(), portions.stop()]);
    await home.close();
  });
  return { readers, limits, sotto: await assemble(home) };
}

/** What became of a promise so far. */
function watch(promise: Promise<unknown>) {
  const state = { settled: false };
  const outcome = promise.then(
    () => 'answered',
    (error: Error) => error.message,
  );
  outcome.finally(() => {
    state.settled = true;
  });
  return { state, outcome };
}

describe('two questions without an end', () => {
  it('stand in the way of no redirect and no count', async () => {
    const { readers, sotto } = await openWithReaders();
    const link = await mintLink(sotto.store);
    const both = [watch(readers.read([ENDLESS])), watch(readers.read([ENDLESS]))];
    expect((await sotto.click(`/${link.slug}`)).status).toBe(302);
    const { body } = await sotto.api<{ data: unknown[] }>('GET', `/stats?groupBy=channel&linkId=${link.id}`);
    expect(body.data).toMatchObject([{ channel: 'whatsapp', clicks: 1 }]);
    expect(both.map(({ state }) => state.settled)).toEqual([false, false]);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended \(SIGKILL\)/);
  });

  it('hold up no list and no export', async () => {
    const { readers, sotto } = await openWithReaders({ ...PATIENT }, true);
    const link = await mintLink(sotto.store);
    await sotto.click(`/${link.slug}`);
    const both = [watch(readers.read([ENDLESS])), watch(readers.read([ENDLESS]))];
    const { body } = await sotto.api<{ data: unknown[] }>('GET', '/hits');
    expect(body.data).toMatchObject([{ linkId: link.id, kind: 'click' }]);
    expect(both.map(({ state }) => state.settled)).toEqual([false, false]);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended \(SIGKILL\)/);
  });

  it('leave a third waiting, and a fourth with a 503 once too many wait', async () => {
    const { readers, sotto } = await openWithReaders({ ...PATIENT, waiting: 1 });
    const both = [watch(readers.read([ENDLESS])), watch(readers.read([ENDLESS]))];
    const third = watch(readers.read([sql`SELECT 1 AS one`]));
    const { status, headers, body } = await sotto.api('GET', '/hits');
    expect([status, body]).toMatchObject([503, { code: 'query_too_large' }]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(third.state.settled).toBe(false);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended/);
    expect(await third.outcome).toBe('answered');
  });
});

describe('a question that takes too long', () => {
  it('is cut off with a 503, and the next one is answered', async () => {
    const { readers, limits, sotto } = await openWithReaders({ ...PATIENT, atOnce: 1 });
    limits.readMs = 1; // less than any process takes to start
    await expect(readers.read([ENDLESS])).rejects.toMatchObject({ code: 'query_too_large' });
    const { status, body } = await sotto.api('GET', '/hits');
    expect([status, body]).toMatchObject([503, { code: 'query_too_large' }]);
    limits.readMs = HOUR;
    expect((await sotto.api('GET', '/hits')).status).toBe(200);
    expect(await readers.read([sql`SELECT 2 AS two`])).toEqual([[{ two: 2 }]]);
  });
});

describe('a reader', () => {
  it('sees what was committed the moment before, and counts as everybody does', async () => {
    const { sotto } = await openWithReaders();
    const link = await mintLink(sotto.store);
    const facts = [{ country: 'FR' }, { country: 'BE', browser: 'Firefox' }, { visitor: 'v' }];
    for (const fact of facts) {
      await sotto.store.hits.append([hitOn(link, fact)]);
      const { body } = await sotto.api<{ data: unknown[] }>('GET', `/hits?linkId=${link.id}&limit=1`);
      expect(body.data).toMatchObject([fact.country ? { country: fact.country } : { unique: true }]);
    }
    const plan: StatsPlan = {
      groupBy: ['country', 'browser'],
      filters: { link: [link.id] },
      from: null,
      to: null,
      offsets: [],
      order: null,
      limit: 10,
    };
    const counted = await sotto.store.stats.read(plan);
    expect(counted).toMatchObject({ source: 'raw', total: { clicks: 3 } });
    expect(await createStore({ main: sotto.engine }).stats.read(plan)).toEqual(counted);
  });

  it('hands out any number of rows, in their order', async () => {
    const { readers } = await openWithReaders();
    const upTo = (end: number) =>
      sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${end}) SELECT i FROM n`;
    const [few = [], none, many = []] = await readers.read([upTo(3), sql`SELECT 1 WHERE false`, upTo(2_345)]);
    expect([few, none]).toEqual([[{ i: 1 }, { i: 2 }, { i: 3 }], []]);
    expect(many.map(({ i }) => i)).toEqual(Array.from({ length: 2_345 }, (_, at) => at + 1));
  });

  it('only reads', async () => {
    const { readers } = await openWithReaders();
    await expect(readers.read([sql`DELETE FROM hits RETURNING id`])).rejects.toThrow(/readonly/);
  });

  it('tells what is wrong with a question, and answers the next', async () => {
    const { readers } = await openWithReaders();
    await expect(readers.read([sql`SELECT * FROM nowhere`])).rejects.toThrow(/no such table: nowhere/);
    expect(await readers.read([sql`SELECT 1 AS one`])).toEqual([[{ one: 1 }]]);
  });

  it('that dies fails its question alone: the next one starts another', async () => {
    const dataDir = temporaryFolder();
    const script = join(dataDir, 'dies.mjs');
    writeFileSync(script, `process.on('message', () => process.exit(3));`);
    const readers = createReaders({ dataDir, script: pathToFileURL(script) });
    for (const _ of [1, 2]) await expect(readers.read([sql`SELECT 1`])).rejects.toThrow(/ended \(3\)/);
  });
});
