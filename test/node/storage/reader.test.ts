import { describe, expect, it, onTestFinished } from 'vitest';
import { createReaders, type ReadersLimits, reportsFrom } from '../../../src/runtime/node/readers/readers.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import type { SightingGroupPlan } from '../../../src/sightings/sighting.ts';
import type { RefusalPlan } from '../../../src/stats/refusals.ts';
import { storageTrouble } from '../../../src/storage-trouble.ts';
import { createStore } from '../../../src/store/store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble } from '../../support/runtimes/sotto.ts';
import { readerScript } from '../../support/server/reader-script.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const HOUR = 3_600_000;
const PATIENT: ReadersLimits = { atOnce: 2, waiting: 20, waitMs: HOUR, readMs: HOUR };

/** Readers that answer the questions of `readerScript`, or run another script. */
function testReaders({ script = readerScript(), ...limits }: Partial<ReadersLimits> & { script?: URL } = {}) {
  const dataDir = temporaryFolder();
  openStore({ dataDir, synchronous: 'normal' }).close();
  const whole = { ...PATIENT, ...limits };
  const readers = createReaders({ dataDir, limits: whole, script });
  onTestFinished(() => readers.stop());
  return { ...readers, limits: whole };
}

/** A Sotto whose reports are read by processes of their own, as the server's are. */
async function openWithReaders(apart?: ReturnType<typeof testReaders>) {
  const dataDir = temporaryFolder();
  const lists = createReaders({ dataDir, limits: PATIENT });
  const runtime = await openRuntime(dataDir, { elsewhere: reportsFrom(apart ?? lists, lists) });
  onTestFinished(async () => {
    await lists.stop();
    await runtime.close();
  });
  return assemble(runtime);
}

/** A Sotto whose readers run this script. */
async function openWithBroken(script: URL) {
  const dataDir = temporaryFolder();
  const readers = createReaders({ dataDir, limits: PATIENT, script });
  const runtime = await openRuntime(dataDir, { elsewhere: reportsFrom(readers) });
  onTestFinished(() => runtime.close());
  const sotto = await assemble(runtime);
  sotto.deps.log.error = () => {}; // it is told there
  return sotto;
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

/** Two questions that hold both processes until these are stopped. */
async function holdBoth(readers: ReturnType<typeof testReaders>) {
  // Only a process that has answered before is sure to have begun.
  await Promise.all([readers.ask('test', 'list', 1), readers.ask('test', 'list', 1)]);
  return [watch(readers.ask('test', 'endless')), watch(readers.ask('test', 'endless'))];
}

describe('two questions without an end', () => {
  it('keep nobody from a redirect, a count, a list or an export', async () => {
    const readers = testReaders();
    const sotto = await openWithReaders(readers);
    const link = await mintLink(sotto.store);
    const both = await holdBoth(readers);
    expect((await sotto.click(`/${link.slug}`)).status).toBe(302);
    const { body } = await sotto.api<{ data: unknown[] }>('GET', `/stats?groupBy=channel&linkId=${link.id}`);
    expect(body.data).toMatchObject([{ channel: 'whatsapp', clicks: 1 }]);
    const hits = await sotto.api<{ data: unknown[] }>('GET', '/hits');
    expect(hits.body.data).toMatchObject([{ linkId: link.id, kind: 'click' }]);
    expect(both.map(({ state }) => state.settled)).toEqual([false, false]);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended \(SIGKILL\)/);
  });

  it('leave a third waiting, and refuse a fourth once too many wait', async () => {
    const readers = testReaders({ waiting: 1 });
    const both = await holdBoth(readers);
    const third = watch(readers.ask('test', 'list', 1));
    await expect(readers.ask('test', 'list', 1)).rejects.toMatchObject({ code: 'query_too_large' });
    expect(third.state.settled).toBe(false);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended/);
    expect(await third.outcome).toBe('answered');
  });
});

describe('a question that takes too long', () => {
  it('is cut off with a 503, and the next one is answered', async () => {
    const dataDir = temporaryFolder();
    const limits = { ...PATIENT, atOnce: 1, readMs: 1 }; // less than any process takes to start
    const readers = createReaders({ dataDir, limits });
    const runtime = await openRuntime(dataDir, { elsewhere: reportsFrom(readers) });
    onTestFinished(async () => {
      await readers.stop();
      await runtime.close();
    });
    const sotto = await assemble(runtime);
    const { status, headers, body } = await sotto.api('GET', '/hits');
    expect([status, body]).toMatchObject([503, { code: 'query_too_large' }]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    limits.readMs = HOUR;
    expect((await sotto.api('GET', '/hits')).status).toBe(200);
  });
});

describe('a reader', () => {
  it('sees what was committed the moment before, and counts as everybody does', async () => {
    const sotto = await openWithReaders();
    const link = await mintLink(sotto.store);
    const facts = [{ country: 'FR' }, { country: 'BE', browser: 'Firefox' }, { visitor: 'v' }];
    for (const fact of facts) {
      await sotto.store.hits.append([hitOn(link, fact)]);
      const { body } = await sotto.api<{ data: unknown[] }>('GET', `/hits?linkId=${link.id}&limit=1`);
      expect(body.data).toMatchObject([fact.country ? { country: fact.country } : { unique: true }]);
    }
    const crossed = plan({
      groupBy: ['country', 'browser'],
      filters: { link: [link.id] },
      limit: 10,
    });
    const counted = await sotto.store.stats.read(crossed);
    expect(counted).toMatchObject({ source: 'raw', total: { clicks: 3 } });
    expect(await createStore({ main: sotto.engine }).stats.read(crossed)).toEqual(counted);
  });

  it('answers each report as the store itself does', async () => {
    const sotto = await openWithReaders();
    const link = await mintLink(sotto.store, { expiresAt: 1 });
    await sotto.store.hits.append([
      hitOn(link, { kind: 'preview', app: 'whatsapp', certainty: 'sure', reason: 'app' }),
    ]);
    await sotto.click(`/${link.slug}`);
    const { hitList, sightings, refusals } = createStore({ main: sotto.engine });
    const filters = { link: [link.id] };
    const hits = { filters, from: null, to: null, kinds: [], before: null, limit: 10 };
    expect((await sotto.store.hitList.slice(hits)).hits).toHaveLength(1);
    expect(await sotto.store.hitList.slice(hits)).toEqual(await hitList.slice(hits));
    const days = { filters, fromDay: null, toDay: null, limit: 10 };
    const seen = { ...days, apps: [], certainties: [], crossed: null, after: null };
    expect((await sotto.store.sightings.slice(seen)).sightings).toHaveLength(1);
    expect(await sotto.store.sightings.slice(seen)).toEqual(await sightings.slice(seen));
    const grouped: SightingGroupPlan = { ...seen, groupBy: ['app'] };
    expect((await sotto.store.sightings.groups(grouped)).groups).toHaveLength(1);
    expect(await sotto.store.sightings.groups(grouped)).toEqual(await sightings.groups(grouped));
    const refused: RefusalPlan = { ...days, groupBy: ['reason'], reasons: [] };
    expect((await sotto.store.refusals.read(refused)).total).toBe(1);
    expect(await sotto.store.refusals.read(refused)).toEqual(await refusals.read(refused));
  });

  it('hands out any number of rows, in their order', async () => {
    const { ask } = testReaders();
    const numbers = (length: number) => Array.from({ length }, (_, at) => at + 1);
    expect(await ask('test', 'upTo', 3, 2_345)).toEqual({
      few: numbers(3),
      none: [],
      many: numbers(2_345),
      count: 2_345,
    });
    for (const length of [0, 1, 500, 501]) expect(await ask('test', 'list', length)).toEqual(numbers(length));
  });

  it('answers nothing that writes', async () => {
    const dataDir = temporaryFolder();
    const runtime = await openRuntime(dataDir);
    const readers = createReaders({ dataDir, limits: PATIENT });
    onTestFinished(async () => {
      await readers.stop();
      await runtime.close();
    });
    await expect(readers.ask('hits', 'append', [])).rejects.toThrow(/nobody to ask/);
  });

  it.each([
    [
      'refuse',
      { code: 'validation', message: 'Unknown field.', fields: [{ pointer: '?x', detail: 'Unknown.' }] },
    ],
    ['fail', { message: 'Reading failed: no such table: nowhere' }],
  ])('tells what is wrong with a question (%s), and answers the next', async (verb, error) => {
    const { ask } = testReaders({ atOnce: 1 });
    await expect(ask('test', verb)).rejects.toMatchObject(error);
    expect(await ask('test', 'list', 2)).toEqual([1, 2]);
  });

  it('tells a lock as a lock', async () => {
    const { ask } = testReaders();
    const error = await ask('test', 'lock').catch((caught: unknown) => caught);
    expect(storageTrouble(error)).toBe('busy');
  });

  it('that dies fails its question alone: the next one starts another', async () => {
    const { ask } = testReaders({ atOnce: 1 });
    for (const _ of [1, 2]) await expect(ask('test', 'die')).rejects.toThrow(/ended \(3\) in the middle/);
    expect(await ask('test', 'list', 1)).toEqual([1]);
  });

  it('that cannot start is a 503', async () => {
    const scripts = [readerScript('process.exit(1)'), new URL('file:///nowhere/reader.mjs')];
    for (const script of scripts) {
      const sotto = await openWithBroken(script);
      const { status, headers, body } = await sotto.api('GET', '/hits');
      expect([status, body]).toMatchObject([503, { code: 'storage_busy' }]);
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
  });
});
