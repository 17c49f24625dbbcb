/// <reference types="vite/client" />

import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { judge, newJudgeMemory } from '../../../src/hits/judge/judge.ts';
import type { Link } from '../../../src/links/link.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import {
  deliverAll,
  mintScenarioLinks,
  play,
  rowsOf,
  scenario,
} from '../../support/store/hit-log-scenario.ts';
import { countLog, readCounts } from '../../support/store/naive-count.ts';

/** Every call of D1 takes longer. `VITE_FAULT_RUNS=1000 npx vitest run test/shared/stats/hit-log-faults.test.ts` runs more. */
const RUNS = Number(
  import.meta.env.VITE_FAULT_RUNS ?? (navigator.userAgent === 'Cloudflare-Workers' ? 30 : 100),
);

let runtime: TestRuntime;
let links: Link[] = [];
beforeAll(async () => {
  runtime = await openRuntime();
  links = await mintScenarioLinks(runtime.store);
});
afterAll(() => runtime.close());

/** The verdicts of one writer that got the hits in this order. */
function verdictsOf(ordered: StampedHit[]) {
  const memory = newJudgeMemory();
  const verdicts = ordered.map(({ kind }) => ({ kind, isUnique: false }));
  ordered.forEach((hit, id) => {
    const judgement = judge(memory, [hit], id);
    for (const { id: changed, now } of judgement.changes) verdicts[changed] = now;
    verdicts[id] = judgement.verdicts[0] ?? { kind: hit.kind, isUnique: false };
    judgement.keep();
  });
  return verdicts.map(({ kind, isUnique }) => `${kind} ${Number(isUnique)}`);
}

it('two writers store every hit once, judge it as one writer would, and count hits and shares, whatever fails', {
  timeout: RUNS * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { hits, isolates } = await play({ links, engine: runtime.engine }, given);
      await deliverAll(runtime.engine, hits, isolates);
      const stored = await rowsOf(runtime.engine, sql`SELECT * FROM hits ORDER BY id`);
      const identity = ({ at, linkRowId, nonce }: StampedHit) => `${at} ${linkRowId} ${nonce}`;
      const known = new Map(hits.map((hit) => [identity(hit), hit]));
      const ids = stored.map(({ at, link_id, nonce }) => `${at} ${link_id} ${nonce}`);
      expect(ids.toSorted()).toEqual([...known.keys()].toSorted());
      const ordered = ids.flatMap((id) => known.get(id) ?? []);
      expect(stored.map(({ kind, is_unique }) => `${kind} ${is_unique}`)).toEqual(verdictsOf(ordered));
      const shares = await rowsOf(runtime.engine, sql`SELECT link_id, at FROM shares`);
      const [found, expected] = [await readCounts(runtime.engine), countLog(stored, links, shares)];
      // The last click may have become a scanner.
      for (const { reason, link_id } of stored) {
        if (reason === 'two_signs')
          for (const each of [found, expected]) delete each[`total ${link_id}`]?.lastClickAt;
      }
      expect(found).toEqual(expected);
    }),
    // Shrinking takes minutes: remove this once there is something to shrink.
    { numRuns: RUNS, endOnFailure: true },
  );
});
