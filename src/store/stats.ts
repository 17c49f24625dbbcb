import { sql } from 'drizzle-orm';
import type { LinkTotals, StatsStore } from '../ports.ts';
import { type DimensionName, dimension } from '../stats/dimensions.ts';
import { COUNTS, type Counts } from '../stats/measures.ts';
import type { StatsPlan, StatsResult } from '../stats/plan.ts';
import type { Reader, Row } from './engine.ts';
import { judged, kindCode, sumOfCounts, UNFOLDED } from './judged.ts';
import { chooseSource } from './stats-source.ts';
import { grouping, joins } from './stats-sql.ts';
import { oneOf } from './text-match.ts';

const HITS = 'clicks + repeats + previews + prefetches + scanners + bots';
const NEWEST = sql`SELECT at FROM hits ORDER BY id DESC LIMIT 1`;
const LAG = sql`SELECT (SELECT max(id) FROM hits) - (SELECT hit_id FROM fold_state) AS hits`;

const countsOf = (row: Row | undefined): Counts => {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, Number(row?.[name] ?? 0)]));
  return counts as Counts; // every name of COUNTS was just set
};

/** The two questions of one plan: its rows, and their total (rows of many-valued dimensions do not add up to it). */
function questions(plan: StatsPlan) {
  const source = chooseSource(plan);
  const groups = plan.groupBy.map((name) => grouping(name, dimension(name), plan));
  const accepted = (Object.entries(plan.filters) as [DimensionName, string[]][]).flatMap(([name, values]) => {
    const dim = dimension(name);
    // By links, the link filters are in the source already; a wide row brings their columns itself.
    return dim.of === 'hit' || source.wide ? [oneOf(grouping(name, dim, plan).key, values)] : [];
  });
  const where = accepted.length === 0 ? sql`true` : sql.join(accepted, sql` AND `);
  const from = sql`FROM (${source.rows}) ${sql.raw(source.wide ? 'links' : 'counted')}`;
  const facets = source.facets;
  const total = sql`WITH ${source.with} SELECT ${sumOfCounts} ${from}
    ${joins({ ...plan, groupBy: [] }, facets, source.wide)} WHERE ${where}`;

  const shown = groups.flatMap(({ shows }) =>
    shows.map(([field, column]) => sql`${column} AS ${sql.identifier(field)}`),
  );
  const keys = groups.map(({ key }) => key);
  const byGroup = groups.flatMap(({ shows }) => shows.slice(0, 1).map(([field]) => sql.identifier(field)));
  const measure = plan.order?.measure === 'hits' ? HITS : plan.order?.measure;
  const byMeasure = measure ? [sql.raw(`${measure} ${plan.order?.descending ? 'DESC' : 'ASC'}`)] : [];
  const order = sql.join([...byMeasure, ...byGroup], sql`, `);
  const rows = sql`WITH ${source.with} SELECT * FROM (
    SELECT ${sql.join([...shown, sumOfCounts], sql`, `)} ${from} ${joins(plan, facets, source.wide)} WHERE ${where}
    GROUP BY ${sql.join(keys, sql`, `)}) WHERE ${sql.raw(HITS)} > 0 ORDER BY ${order} LIMIT ${plan.limit}`;
  return { rows, total, kind: source.kind };
}

const asked = sql`IN (SELECT value FROM json_each(${sql.placeholder('links')}))`;
const click = sql.raw(`kind = ${kindCode('click')}`);

// Asked with every link that is shown: built once.
const TOTALS = [
  sql`WITH ${judged(sql`${UNFOLDED} AND h.link_id ${asked}`)}
    SELECT link_id, sum(clicks) AS clicks, max(last_click_at) AS last_click_at FROM (
      SELECT link_id, clicks, last_click_at FROM link_totals WHERE link_id ${asked}
      UNION ALL SELECT link_id, ${click}, CASE WHEN ${click} THEN at END FROM judged) GROUP BY link_id`,
  sql`SELECT link_id, sum(times) AS times FROM turned_away WHERE link_id ${asked} GROUP BY link_id`,
];

/** What must look at single hits asks `heavy`, everything else `sums`. */
export function createStatsStore(sums: Reader, heavy: Reader): StatsStore {
  return {
    async totals(linkRowIds) {
      const [totals, away] = await sums.read(TOTALS, { links: JSON.stringify(linkRowIds) });
      const found = new Map<number, LinkTotals>();
      for (const row of totals ?? []) {
        const lastClickAt = row.last_click_at === null ? null : Number(row.last_click_at);
        found.set(Number(row.link_id), { clicks: Number(row.clicks), lastClickAt, turnedAway: 0 });
      }
      for (const row of away ?? []) {
        const known = found.get(Number(row.link_id)) ?? { clicks: 0, lastClickAt: null };
        found.set(Number(row.link_id), { ...known, turnedAway: Number(row.times) });
      }
      return found;
    },

    async read(plan): Promise<StatsResult> {
      const { rows, total, kind } = questions(plan);
      const asked = plan.groupBy.length > 0 ? [total, NEWEST, rows] : [total, NEWEST];
      const [totals, newest, groups = []] = await (kind === 'raw' ? heavy : sums).read(asked);
      const asOf = newest?.[0]?.at;
      return {
        rows: groups.map((row) => {
          const group = Object.entries(row).filter(
            ([field]) => !(COUNTS as readonly string[]).includes(field),
          );
          return { group: Object.fromEntries(group), counts: countsOf(row) };
        }),
        total: countsOf(totals?.[0]),
        asOf: asOf === undefined ? null : Number(asOf),
        source: kind,
      };
    },

    async unfolded() {
      const [rows] = await sums.read([LAG]);
      return Math.max(0, Number(rows?.[0]?.hits ?? 0));
    },
  };
}
