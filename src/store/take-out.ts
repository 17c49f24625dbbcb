import { type SQL, sql } from 'drizzle-orm';
import { COUNTS } from '../stats/measures.ts';
import { sumOfCounts } from './judged.ts';

/** Lowers the wider sum by what its links' sum `s` holds, and drops rows that are left with nothing. */
function lower(table: string, ofLink: string, links: SQL, keys: Record<string, string>): SQL[] {
  const names = Object.keys(keys);
  const minus = sql.raw(COUNTS.map((name) => `${name} = ${table}.${name} - theirs.${name}`).join(', '));
  const sameKeys = sql.raw(names.map((key) => `${table}.${key} = theirs.${key}`).join(' AND '));
  const columns = sql.raw(names.map((key) => `${keys[key]} AS ${key}`).join(', '));
  const from = sql`FROM ${sql.raw(ofLink)} s JOIN links l ON l.id = s.link_id WHERE s.link_id IN ${links}`;
  const theirs = sql`SELECT ${columns}, ${sumOfCounts} ${from} GROUP BY ${sql.raw(names.map((_, index) => index + 1).join(', '))}`;
  return [
    sql`UPDATE ${sql.raw(table)} SET ${minus} FROM (${theirs}) theirs WHERE ${sameKeys}`,
    sql`DELETE FROM ${sql.raw(table)} WHERE (${sql.raw(names.join(', '))}) IN (SELECT ${columns} ${from})
      AND clicks + repeats + previews + prefetches + scanners + bots = 0`,
  ];
}

const CHANNEL = { domain: 'l.domain', channel: 'l.channel' };
const FACET = { facet: 's.facet', value: 's.value' };
const [DAY_OF_QUARTER, DAY_OF_HOUR] = ['s.quarter / 96', 's.hour / 24'];

/**
 * Statements that take the links of the subquery out of the sums: the wider ones are lowered by exactly what their
 * own hold. `forgotten` says which of their hits `h` lose their verdicts; all of them are looked at.
 */
export function takeOut(links: SQL, forgotten: SQL = sql`true`): SQL[] {
  const days = sql`(SELECT DISTINCT quarter / 96 FROM link_quarters WHERE link_id IN ${links})`;
  // Found by the sums, which are the index of the raw hits, and while they still are.
  const hits = sql`SELECT h.id FROM link_quarters q
    JOIN quarter_ids span ON span.quarter = q.quarter
    JOIN hits h ON h.id BETWEEN span.first_id AND span.last_id AND h.link_id = q.link_id
    JOIN links l ON l.id = h.link_id
    WHERE q.link_id IN ${links} AND ${forgotten}`;
  return [
    ...['verdicts', 'corrections'].map(
      (table) => sql`DELETE FROM ${sql.raw(table)} WHERE hit_id IN (${hits})`,
    ),
    ...lower('channel_quarters', 'link_quarters', links, { quarter: 's.quarter', ...CHANNEL }),
    ...lower('channel_days', 'link_quarters', links, { day: DAY_OF_QUARTER, ...CHANNEL }),
    ...lower('hour_facets', 'link_facets', links, { ...FACET, hour: 's.hour', channel: 'l.channel' }),
    ...lower('facet_hours', 'link_facets', links, { ...FACET, hour: 's.hour' }),
    ...lower('facet_days', 'link_facets', links, { ...FACET, day: DAY_OF_HOUR }),
    sql`DELETE FROM day_links WHERE day IN ${days} AND link_id IN ${links}`,
    sql`DELETE FROM visitors WHERE day IN ${days} AND link_id IN ${links}`,
    ...['link_facets', 'link_facet_days', 'sightings', 'link_totals', 'link_quarters'].map(
      (table) => sql`DELETE FROM ${sql.raw(table)} WHERE link_id IN ${links}`,
    ),
  ];
}
