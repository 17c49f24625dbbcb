import { describe, expect, it, onTestFinished } from 'vitest';
import { runForCaller } from '../../../src/runtime/node/readers/caller.ts';
import {
  createReaders,
  LIST_LIMITS,
  type ReaderLimits,
  reportsElsewhere,
} from '../../../src/runtime/node/readers/readers.ts';
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
const PATIENT: ReaderLimits = {
  processes: 2,
  maxWaiting: 20,
  maxWaitMs: HOUR,
  maxReadMs: HOUR,
  kind: 'large',
};

/** Readers that answer the queries of `readerScript`, or run another script. */
function testReaders({ script = readerScript(), ...limits }: Partial<ReaderLimits> & { script?: URL } = {}) {
  const dataDir = temporaryFolder();
  openStore({ dataDir, synchronous: 'normal' }).close();
  const whole = { ...PATIENT, ...limits };
  const readers = createReaders({ dataDir, limits: whole, script });
  onTestFinished(() => readers.stop());
  return { ...readers, limits: whole };
}

/** A Sotto whose reports are read by reader processes, as on a server. */
async function openWithReaders(large?: ReturnType<typeof testReaders>) {
  const dataDir = temporaryFolder();
  const lists = createReaders({ dataDir, limits: PATIENT });
  const runtime = await openRuntime(dataDir, { elsewhere: reportsElsewhere(large ?? lists, lists) });
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
  const runtime = await openRuntime(dataDir, { elsewhere: reportsElsewhere(readers) });
  onTestFinished(() => runtime.close());
  const sotto = await assemble(runtime);
  sotto.deps.log.error = () => {}; // the failure is logged
  return sotto;
}

/** Whether a promise has settled, and its outcome. */
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

/** Two queries that occupy both processes until these are stopped. */
async function occupyBoth(readers: ReturnType<typeof testReaders>) {
  // A process that has answered before has started for sure.
  await Promise.all([readers.query('test', 'list', 1), readers.query('test', 'list', 1)]);
  return [watch(readers.query('test', 'endless')), watch(readers.query('test', 'endless'))];
}

describe('two endless queries', () => {
  it('delay no redirect, statistics, list or export', async () => {
    const readers = testReaders();
    const sotto = await openWithReaders(readers);
    const link = await mintLink(sotto.store);
    const both = await occupyBoth(readers);
    expect((await sotto.click(`/${link.slug}`)).status).toBe(302);
    const { body } = await sotto.api<{ data: unknown[] }>('GET', `/stats?groupBy=channel&linkId=${link.id}`);
    expect(body.data).toMatchObject([{ channel: 'whatsapp', clicks: 1 }]);
    const hits = await sotto.api<{ data: unknown[] }>('GET', '/hits');
    expect(hits.body.data).toMatchObject([{ linkId: link.id, kind: 'click' }]);
    expect(both.map(({ state }) => state.settled)).toEqual([false, false]);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended \(SIGKILL\)/);
  });

  it('make a third query wait, and refuse a fourth when too many wait', async () => {
    const readers = testReaders({ maxWaiting: 1 });
    const both = await occupyBoth(readers);
    const third = watch(readers.query('test', 'list', 1));
    await expect(readers.query('test', 'list', 1)).rejects.toMatchObject({ code: 'too_many_queries' });
    expect(third.state.settled).toBe(false);
    await readers.stop();
    for (const { outcome } of both) expect(await outcome).toMatch(/ended/);
    expect(await third.outcome).toBe('answered');
  });
});

describe('callers of a busy reader', () => {
  it('take turns, so that one who asks much makes nobody else wait long or fail', async () => {
    const readers = testReaders({ processes: 1, maxWaiting: 5 });
    await readers.query('test', 'list', 1);
    const order: string[] = [];
    const ask = (authorization: string) =>
      runForCaller({ authorization }, () =>
        readers.query('test', 'list', 1).then(
          () => order.push(authorization),
          ({ code }) => order.push(`${authorization} ${code}`),
        ),
      );
    // One runs, five wait, and two are refused at once.
    const all = [...Array(8).fill('Bearer greedy'), 'Bearer other'].map(ask);
    all.push(ask('Bearer  greedy '));
    await Promise.all(all);
    expect(order.slice(0, 3)).toEqual([
      'Bearer greedy too_many_queries',
      'Bearer greedy too_many_queries',
      'Bearer  greedy  too_many_queries',
    ]);
    expect(order.slice(3)).toEqual([
      'Bearer greedy',
      'Bearer greedy',
      'Bearer other',
      ...Array(4).fill('Bearer greedy'),
    ]);
  });
});

describe('readers whose queue is full', () => {
  it('answer a 503 that says when to try again, and members take turns as keys do', async () => {
    const lists = testReaders({ processes: 1, maxWaiting: 1 });
    const runtime = await openRuntime(temporaryFolder(), { elsewhere: reportsElsewhere(lists) });
    onTestFinished(() => runtime.close());
    const sotto = await assemble(runtime);
    await lists.query('test', 'list', 1);
    const running = watch(lists.query('test', 'endless'));
    const as = <Result>(cookie: string, work: () => Promise<Result>) => runForCaller({ cookie }, work);
    const waiting = ['__Host-sotto=first', 'theme=dark; __Host-sotto=second'].map((cookie) =>
      watch(as(cookie, () => lists.query('test', 'list', 1))),
    );
    const { status, headers, body } = await as('a=b; __Host-sotto=first', () => sotto.api('GET', '/hits'));
    expect([status, body]).toMatchObject([503, { code: 'too_many_queries' }]);
    expect(headers.get('Retry-After')).toBe('5');
    expect([running, ...waiting].map(({ state }) => state.settled)).toEqual([false, false, false]);
    await lists.stop();
    for (const { outcome } of waiting) expect(await outcome).toBe('answered');
  });

  it('answer a hundred lists that one key asks for at once', async () => {
    const readers = testReaders({ ...LIST_LIMITS, maxWaitMs: HOUR, maxReadMs: HOUR });
    await Promise.all(Array.from({ length: 100 }, () => readers.query('test', 'list', 1)));
  });
});

describe('a query that takes too long', () => {
  it('is cancelled with a 503, and the next one is answered', async () => {
    const dataDir = temporaryFolder();
    const limits = { ...PATIENT, processes: 1, maxReadMs: 1 }; // less than any process takes to start
    const readers = createReaders({ dataDir, limits });
    const runtime = await openRuntime(dataDir, { elsewhere: reportsElsewhere(readers) });
    onTestFinished(async () => {
      await readers.stop();
      await runtime.close();
    });
    const sotto = await assemble(runtime);
    const { status, headers, body } = await sotto.api('GET', '/hits');
    expect([status, body]).toMatchObject([503, { code: 'query_too_large' }]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    limits.maxReadMs = HOUR;
    expect((await sotto.api('GET', '/hits')).status).toBe(200);
  });
});

describe('a reader', () => {
  it('sees what was committed just before, and counts as the store itself does', async () => {
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

  it('returns any number of rows, in order', async () => {
    const { query } = testReaders();
    const numbers = (length: number) => Array.from({ length }, (_, at) => at + 1);
    expect(await query('test', 'upTo', 3, 2_345)).toEqual({
      few: numbers(3),
      none: [],
      many: numbers(2_345),
      count: 2_345,
    });
    for (const length of [0, 1, 500, 501])
      expect(await query('test', 'list', length)).toEqual(numbers(length));
  });

  it('refuses queries that write', async () => {
    const dataDir = temporaryFolder();
    const runtime = await openRuntime(dataDir);
    const readers = createReaders({ dataDir, limits: PATIENT });
    onTestFinished(async () => {
      await readers.stop();
      await runtime.close();
    });
    await expect(readers.query('hits', 'append', [])).rejects.toThrow(/has no hits\.append/);
  });

  it.each([
    [
      'refuse',
      { code: 'validation', message: 'Unknown field.', fields: [{ pointer: '?x', detail: 'Unknown.' }] },
    ],
    ['fail', { message: 'Reading failed: no such table: nowhere' }],
  ])('reports what is wrong with a query (%s), and answers the next one', async (verb, error) => {
    const { query } = testReaders({ processes: 1 });
    await expect(query('test', verb)).rejects.toMatchObject(error);
    expect(await query('test', 'list', 2)).toEqual([1, 2]);
  });

  it('reports a lock as a lock', async () => {
    const { query } = testReaders();
    const error = await query('test', 'lock').catch((caught: unknown) => caught);
    expect(storageTrouble(error)).toBe('busy');
  });

  it('that dies fails only its own query; the next query starts another process', async () => {
    const { query } = testReaders({ processes: 1 });
    for (const _ of [1, 2]) await expect(query('test', 'die')).rejects.toThrow(/ended \(3\) during a query/);
    expect(await query('test', 'list', 1)).toEqual([1]);
  });

  it('that is killed for want of memory refuses its query, and the next one is answered', async () => {
    const { query } = testReaders({ processes: 1 });
    await expect(query('test', 'runOutOfMemory')).rejects.toMatchObject({ code: 'query_too_large' });
    expect(await query('test', 'list', 1)).toEqual([1]);
  });

  it('that is killed during the page of a list or an export answers it in a new process', async () => {
    const ranOut = `${temporaryFolder()}/ran-out`;
    const { query } = testReaders({ ...LIST_LIMITS, maxReadMs: HOUR });
    expect(await query('test', 'runOutOfMemoryOnce', ranOut)).toEqual(['done']);
    await expect(query('test', 'runOutOfMemory')).rejects.toMatchObject({ code: 'query_too_large' });
    expect(await query('test', 'list', 1)).toEqual([1]);
  });

  it.runIf(process.platform === 'linux')(
    'ends before the server if memory runs out, and before exports',
    async () => {
      expect(await testReaders().query('test', 'oomScore')).toEqual({ score: '1000' });
      expect(await testReaders(LIST_LIMITS).query('test', 'oomScore')).toEqual({ score: '900' });
    },
  );

  it('that the system refuses to start leads to a 503', async () => {
    const readers = createReaders({ dataDir: 'impossible\0', limits: PATIENT });
    await expect(readers.query('hitList', 'slice')).rejects.toMatchObject({ code: 'storage_busy' });
  });

  it('that cannot start leads to a 503', async () => {
    const scripts = [readerScript('process.exit(1)'), new URL('file:///nowhere/reader.mjs')];
    for (const script of scripts) {
      const sotto = await openWithBroken(script);
      const { status, headers, body } = await sotto.api('GET', '/hits');
      expect([status, body]).toMatchObject([503, { code: 'storage_busy' }]);
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
  });
});
