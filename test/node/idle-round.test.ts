import { type SQL, sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { openHome } from '#open';
import type { Engine } from '../../src/store/engine.ts';
import { createHitStore } from '../../src/store/hits.ts';
import { hitOn, mintLink } from '../support/make.ts';

/** The same engine, which keeps how SQLite goes through each table that grows with the hits. */
function explaining(engine: Engine, scans: string[]): Engine {
  const explain = async (statements: SQL[], values?: Record<string, unknown>) => {
    for (const statement of statements) {
      const [plan = []] = await engine.read([sql`EXPLAIN QUERY PLAN ${statement}`], values);
      const details = plan.map(({ detail }) => String(detail));
      scans.push(...details.filter((detail) => /^SCAN (?:h|hits|v|hit_visitors|links|l)\b/.test(detail)));
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

it('reads no table of hits from end to end to find that nothing has to go', async () => {
  const home = await openHome();
  onTestFinished(() => home.close());
  const link = await mintLink(home.store);
  await home.store.hits.append([hitOn(link)]);
  await home.folder.fold();
  const scans: string[] = [];
  const engine = explaining(home.engine, scans);
  const store = createHitStore(engine, async () => {}, engine);
  const now = Date.now();
  for (const more of [store.forgetVisitors(0), store.sweepDeleted(now), store.expire(now)]) {
    expect(await more).toBe(false);
  }
  expect(scans).toEqual([]);
});
