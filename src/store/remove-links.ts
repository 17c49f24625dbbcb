import { type SQL, sql } from 'drizzle-orm';
import { COUNTS } from '../stats/measures.ts';
import { sumOfCounts } from './judged.ts';

const AT_ONCE = 20;

// The same links in every statement of the list: they leave this set only by its last one.
/** The next links to take out. */
export const GONE = sql.raw(`SELECT id FROM links WHERE deleted_at IS NOT NULL
  AND id NOT IN (SELECT link_id FROM removed_links) ORDER BY id LIMIT ${AT_ONCE}`);
const gone = sql`(${GONE})`;
const days = sql`(SELECT DISTINCT quarter / 96 FROM link_quarters WHERE link_id IN ${gone})`;

/** Lowers the wider sum by what its links' sum holds, and drops rows that are left with nothing. */
function lower(table: string, links: SQL, keys: string[]): SQL[] {
  const minus = sql.raw(COUNTS.map((name) => `${name} = ${table}.${name} - theirs.${name}`).join(', '));
  const sameKeys = sql.raw(keys.map((key) => `${table}.${key} = theirs.${key}`).join(' AND '));
  return [
    sql`UPDATE ${sql.raw(table)} SET ${minus} FROM (${links}) theirs WHERE ${sameKeys}`,
    sql`DELETE FROM ${sql.raw(table)} WHERE ${sql.raw(keys[0] ?? '')} IN (SELECT ${sql.raw(keys[0] ?? '')} FROM (${links}))
      AND clicks + repeats + previews + prefetches + scanners + bots = 0`,
  ];
}

const quarters = sql`SELECT q.quarter, l.domain, l.channel, ${sumOfCounts}
  FROM link_quarters q JOIN links l ON l.id = q.link_id WHERE q.link_id IN ${gone} GROUP BY 1, 2, 3`;
const facets = sql`SELECT f.hour, l.channel, f.facet, f.value, ${sumOfCounts}
  FROM link_facets f JOIN links l ON l.id = f.link_id WHERE f.link_id IN ${gone} GROUP BY 1, 2, 3, 4`;

/**
 * Takes deleted links out of the sums: the wider ones are lowered by exactly what their own hold. The fold
 * counts no hit of a deleted link, so nothing of theirs comes later.
 */
export function removalStatements(): SQL[] {
  return [
    // Found by the sums, which are the index of the raw hits, and while they still are.
    sql`DELETE FROM verdicts WHERE hit_id IN (SELECT h.id FROM link_quarters q
      JOIN quarter_ids span ON span.quarter = q.quarter
      JOIN hits h ON h.id BETWEEN span.first_id AND span.last_id AND h.link_id = q.link_id
      WHERE q.link_id IN ${gone})`,
    ...lower('channel_quarters', quarters, ['quarter', 'domain', 'channel']),
    ...lower('hour_facets', facets, ['hour', 'channel', 'facet', 'value']),
    sql`DELETE FROM day_links WHERE day IN ${days} AND link_id IN ${gone}`,
    sql`DELETE FROM visitors WHERE day IN ${days} AND link_id IN ${gone}`,
    ...['link_facets', 'sightings', 'link_totals', 'link_quarters'].map(
      (table) => sql`DELETE FROM ${sql.raw(table)} WHERE link_id IN ${gone}`,
    ),
    sql`INSERT INTO removed_links (link_id) SELECT id FROM links WHERE id IN ${gone}`,
  ];
}
