/// <reference types="vite/client" />

import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { StoredHit, TailPosition } from '../../../src/hits/hit-plan.ts';
import { SETTLE_MS } from '../../../src/hits/judge/settling-time.ts';
import type { Link } from '../../../src/links/link.ts';
import type { HitListStore } from '../../../src/store-ports/hit-stores.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import {
  deliverAll,
  END,
  mintScenarioLinks,
  openIsolate,
  play,
  rowsOf,
  scenario,
} from '../../support/store/hit-log-scenario.ts';
import { type Counted, countLog, readCounts } from '../../support/store/naive-count.ts';

const RUNS = Number(
  import.meta.env.VITE_FAULT_RUNS ?? (navigator.userAgent === 'Cloudflare-Workers' ? 30 : 100),
);
const ALL = { filters: {}, kinds: [], from: null, to: null };

let runtime: TestRuntime;
let links: Link[] = [];
beforeAll(async () => {
  runtime = await openRuntime();
  links = await mintScenarioLinks(runtime.store);
});
afterAll(() => runtime.close());

/** Somebody who follows the log and remembers what they were given. */
function follower() {
  let after: TailPosition = { rowId: 0, nonce: null };
  const hits: StoredHit[] = [];
  return {
    hits,
    async read(list: HitListStore, limit: number) {
      const slice = await list.tail({ ...ALL, after, limit });
      if (slice === 'unknown') throw new Error('The log does not know its own position');
      hits.push(...slice.hits);
      after = slice.next;
      return slice.isLast;
    },
  };
}

/** Totals have the time of the last click, which may have become a scanner. */
const withoutTotals = (counted: Counted) =>
  Object.entries(counted)
    .filter(([name]) => !name.startsWith('total '))
    .sort();

it('a tail gives every hit once and with its final verdict, whatever two writers do and however late a queue delivers', {
  timeout: RUNS * 10_000,
}, async () => {
  let readEarly = 0;
  const limits = fc.infiniteStream(fc.integer({ min: 1, max: 8 }));
  await fc.assert(
    fc.asyncProperty(scenario, limits, fc.integer({ min: 0, max: 60_000 }), async (given, steps, ahead) => {
      const tail = follower();
      // The clock of the reader differs, so that it settles hits that could still change.
      const { hits, isolates } = await play(
        { links, engine: runtime.engine },
        given,
        async (isolate, now) => {
          await isolate.hits.settle(now + ahead);
          await tail.read(isolate.hitList, steps.next().value ?? 1);
        },
      );
      const before = tail.hits.length;
      await deliverAll(runtime.engine, hits, isolates);
      const { hits: log, hitList } = openIsolate(runtime.engine);
      await log.settle(END + 10 * SETTLE_MS);
      while (!(await tail.read(hitList, steps.next().value ?? 1)));
      const stored = await rowsOf(runtime.engine, sql`SELECT * FROM hits ORDER BY id`);
      expect(tail.hits.map(({ rowId, kind, reason }) => [rowId, kind, reason])).toEqual(
        stored.map(({ id, kind, reason }) => [id, kind, reason]),
      );
      expect(tail.hits.map(({ unique }) => unique === true)).toEqual(
        stored.map(({ is_unique }) => is_unique === 1),
      );
      expect(tail.hits.every(({ settled }) => settled)).toBe(true);
      const shares = await rowsOf(runtime.engine, sql`SELECT link_id, at FROM shares`);
      expect(withoutTotals(await readCounts(runtime.engine))).toEqual(
        withoutTotals(countLog(stored, links, shares)),
      );
      readEarly += before;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(readEarly, 'hits that were read while others were still delivered').toBeGreaterThan(RUNS);
});
