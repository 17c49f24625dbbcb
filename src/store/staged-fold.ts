/** The fold for engines with temporary tables: each slice is judged once, and no sum is made twice. */
import { type SQL, sql } from 'drizzle-orm';
import { facetHours, foldStatements, judgedSlice } from './fold.ts';
import { countNames, JUDGED_COLUMNS } from './judged.ts';

const JUDGED = sql`temp.judged_hits`;
const FACET_HOURS = sql`temp.facet_sums`;

/** What the connection has to have before the first slice. */
export const stageTables: SQL[] = [
  sql`CREATE TEMP TABLE judged_hits(${sql.raw(JUDGED_COLUMNS.join(', '))})`,
  sql`CREATE TEMP TABLE facet_sums(facet, hour, channel, value, ${countNames})`,
];

/** As `foldStatements`, and to the same sums. */
export function stagedFold(size: number): SQL[] {
  const hits = { with: sql``, table: JUDGED, arrived: JUDGED, facetHours: FACET_HOURS };
  return [
    sql`UPDATE fold_state SET hit_id = hit_id`, // takes the lock of the sums alone, before anything is read
    sql`DELETE FROM ${JUDGED}`,
    sql`DELETE FROM ${FACET_HOURS}`,
    sql`WITH ${judgedSlice(size)} INSERT INTO ${JUDGED} SELECT * FROM judged`,
    facetHours(hits, FACET_HOURS),
    ...foldStatements(size, hits),
  ];
}
