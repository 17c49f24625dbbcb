import { type SQL, sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { openRuntime } from '#open';
import type { Engine, Statement } from '../../../src/store/sql/engine.ts';
import { createStore } from '../../../src/store/store.ts';
import { createSumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';

const DAY = 86_400_000;
const GROWING = /^SCAN (?:h|hits|b|hit_batches|c|hit_changes|links|l|s|sums|totals|sightings)\b/;
const isQuery = (statement: Statement): statement is SQL => !('rows' in statement);

/** The same engine, which records each full scan of a table that grows with the hits. */
function explaining(engine: Engine, scans: string[]): Engine {
  const explain = async (statements: Statement[], values?: Record<string, unknown>) => {
    for (const statement of statements.filter(isQuery)) {
      const [plan = []] = await engine.read([sql`EXPLAIN QUERY PLAN ${statement}`], values);
      const details = plan.map(({ detail }) => String(detail));
      scans.push(...details.filter((detail) => GROWING.test(detail)));
    }
  };
  return {
    ...engine,
    async atomic(statements, values) {
      await explain(statements, values);
      return engine.atomic(statements, values);
    },
    async read(queries, values) {
      await explain(queries, values);
      return engine.read(queries, values);
    },
  };
}

it('jobs with nothing to do scan no table that grows with the hits', async () => {
  const runtime = await openRuntime();
  onTestFinished(() => runtime.close());
  const link = await mintLink(runtime.store);
  const now = Date.UTC(2026, 9, 7, 12);
  const today = Math.floor(now / DAY);
  await runtime.store.hits.append([hitOn(link, { at: now - DAY }), hitOn(link, { at: now })]);
  while ((await runtime.sums.rollUp()) > 0);
  while (await runtime.sums.closeDays(today));
  const scans: string[] = [];
  const engine = explaining(runtime.engine, scans);
  const { maintenance } = createStore({ main: engine });
  const sums = createSumsRunner(engine);
  expect(await sums.rollUp()).toBe(0);
  const jobs = [
    () => maintenance.purgeHashes(today),
    () => maintenance.purgeDeleted(now),
    () => maintenance.purgeCompacted(now),
    () => sums.closeDays(today),
    () => sums.subtractErased(),
    () => sums.compactDays(today - 30),
  ];
  for (const job of jobs) expect(await job()).toBe(false);
  expect(scans).toEqual([]);
});
