import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension } from '../stats/dimensions.ts';
import { COUNTS, type Counts } from '../stats/measures.ts';
import type { StatsPlan, StatsResult, StatsRow } from '../stats/plan.ts';
import type { LinkTotals, StatsStore } from '../store-ports.ts';
import type { Reader, Row } from './engine.ts';
import { COARSE_DAY, judged, kindCode, sumOfCounts, UNFOLDED } from './judged.ts';
import { chooseSource, type Source, unionAll } from './stats-source.ts';
import { grouping, joins } from './stats-sql.ts';
import { atMost, oneOf } from './text-match.ts';
import { asksTopLinks, topLinks } from './top-links.ts';

const HITS = 'clicks + repeats + previews + prefetches + scanners + bots';
/** When the newest stored hit came, which every answer counts. A queue may deliver it before older ones. */
export const NEWEST = sql`SELECT at FROM (SELECT at FROM hits ORDER BY id DESC LIMIT 1000) ORDER BY at DESC LIMIT 1`;
const COARSE = sql`SELECT ${COARSE_DAY} AS day`;
const LAG = sql`SELECT (SELECT max(id) FROM hits) - (SELECT hit_id FROM fold_state) AS hits`;

const countsOf = (row: Row | undefined): Counts => {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, Number(row?.[name] ?? 0)]));
  return counts as Counts; // every name of COUNTS was just set
};

const NOT_SHOWN: readonly string[] = [...COUNTS, 'whole'];

/** The groups of an answer's rows, which all have the same columns. */
function groupsIn(rows: Row[]): StatsRow[] {
  const shown = Object.keys(rows[0] ?? {}).filter((field) => !NOT_SHOWN.includes(field));
  return rows.map((row) => {
    const group: StatsRow['group'] = {};
    for (const field of shown) group[field] = row[field] ?? null;
    return { group, counts: countsOf(row) };
  });
}

/** How a plan's rows are read: from what, and which of them. */
function reading(plan: StatsPlan, source: Source) {
  const groups = plan.groupBy.map((name) => grouping(name, dimension(name), plan));
  const accepted = (Object.entries(plan.filters) as [DimensionName, string[]][]).flatMap(([name, values]) => {
    const dim = dimension(name);
    // By links, the link filters are in the source already; a wide row brings their columns itself.
    return dim.of === 'hit' || source.wide ? [oneOf(grouping(name, dim, plan).key, values)] : [];
  });
  const from = sql`FROM (${unionAll([...source.sums, source.hits])}) ${sql.raw(source.wide ? 'links' : 'counted')}
    ${joins(plan, source.facets, source.linkFacts)} WHERE ${sql.join([sql`true`, ...accepted], sql` AND `)}`;
  return { groups, from };
}

/** Further CTEs of the rows, and where the total comes from if they do not add up to it. */
interface Beside {
  more?: SQL;
  total?: SQL;
}

/** The plan's groups in their order, and their total as a row that is `whole`. */
function groupsOf(plan: StatsPlan, source: Source, { more = sql``, total = sql`FROM grouped` }: Beside): SQL {
  const { groups, from } = reading(plan, source);
  const shown = groups.flatMap(({ shows }) =>
    shows.map(([field, column]) => sql`${column} AS ${sql.identifier(field)}`),
  );
  const keys = groups.map(({ key }) => key);
  const byGroup = groups.flatMap(({ shows }) => shows.slice(0, 1).map(([field]) => sql.identifier(field)));
  const measure = plan.order?.measure === 'hits' ? HITS : plan.order?.measure;
  const byMeasure = measure ? [sql.raw(`${measure} ${plan.order?.descending ? 'DESC' : 'ASC'}`)] : [];
  const order = sql.join([...byMeasure, ...byGroup], sql`, `);
  const nothing = shown.map(() => sql`NULL`);
  return sql`WITH ${source.with}${more}, grouped AS MATERIALIZED (
      SELECT ${sql.join([...shown, sumOfCounts], sql`, `)} ${from} GROUP BY ${sql.join(keys, sql`, `)})
    SELECT * FROM (SELECT * FROM (
        SELECT 0 AS whole, * FROM grouped WHERE ${sql.raw(HITS)} > 0 ORDER BY ${order} ${atMost(plan.limit)})
      UNION ALL SELECT ${sql.join([sql`1`, ...nothing, sumOfCounts], sql`, `)} ${total}) ORDER BY whole, ${order}`;
}

/** The most clicked links, read from their own sums where the indexes can tell which these are, else from all. */
function topOf(plan: StatsPlan): SQL {
  const few = chooseSource(plan, { only: sql`(SELECT link_id FROM top_links)` });
  const all = chooseSource(plan, { gate: { table: sql`bar`, open: sql`least IS NULL` } });
  const source = { ...all, sums: [...few.sums, ...all.sums] };
  return groupsOf(plan, source, { more: sql`, ${topLinks(plan)}`, total: wholeOf(plan) });
}

/** Where the total of a plan's hits comes from, whatever they are grouped by; needs the same judged hits. */
function wholeOf(plan: StatsPlan): SQL {
  const ungrouped = { ...plan, groupBy: [] };
  return reading(ungrouped, chooseSource(ungrouped)).from;
}

/** The query that answers a plan with rows of groups and one that is `whole`. */
function question(plan: StatsPlan): { query: SQL; kind: Source['kind'] } {
  const source = chooseSource(plan);
  const { kind } = source;
  if (plan.groupBy.length === 0) {
    return { query: sql`WITH ${source.with} SELECT 1 AS whole, ${sumOfCounts} ${wholeOf(plan)}`, kind };
  }
  if (asksTopLinks(plan)) return { query: topOf(plan), kind };
  // Rows of a dimension of which a link has several values do not add up to the total.
  const apart = plan.groupBy.map(dimension).some((dim) => dim.of === 'link' && dim.many);
  const total = apart ? { total: reading({ ...plan, groupBy: [] }, source).from } : {};
  return { query: groupsOf(plan, source, total), kind };
}

const asked = sql`IN (SELECT value FROM json_each(${sql.placeholder('links')}))`;
const click = sql.raw(`kind = ${kindCode('click')}`);

// Asked with every link that is shown: built once.
const TOTALS = [
  sql`WITH ${judged(sql`${UNFOLDED} AND h.link_id ${asked}`, { corrected: sql`h.link_id ${asked}` })}
    SELECT link_id, sum(clicks) AS clicks, max(last_click_at) AS last_click_at FROM (
      SELECT link_id, clicks, last_click_at FROM link_totals WHERE link_id ${asked}
      UNION ALL SELECT link_id, weight * (${click}), CASE WHEN ${click} THEN at END FROM judged) GROUP BY link_id`,
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
      const { query, kind } = question(plan);
      const [newest, state, rows = []] = await (kind === 'raw' ? heavy : sums).read([NEWEST, COARSE, query]);
      const asOf = newest?.[0]?.at;
      return {
        rows: groupsIn(rows.filter(({ whole }) => whole === 0)),
        total: countsOf(rows.find(({ whole }) => whole === 1)),
        asOf: asOf === undefined ? null : Number(asOf),
        coarseDay: Number(state?.[0]?.day ?? 0),
        source: kind,
      };
    },

    async unfolded() {
      const [rows] = await sums.read([LAG]);
      return Math.max(0, Number(rows?.[0]?.hits ?? 0));
    },
  };
}
