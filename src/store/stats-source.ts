import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension, type LinkDimension } from '../stats/dimensions.ts';
import { FACETS, type Facet } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { countNames, DAY, HOUR, hitCounts, judged, QUARTER, UNFOLDED } from './judged.ts';
import { linkScope } from './stats-sql.ts';

const raw = (text: string | number) => sql.raw(String(text));
const negated = raw(COUNTS.map((name) => `-${name}`).join(', '));

/** Where a question's rows come from. */
export interface Source {
  /** CTEs the rows need. */
  with: SQL;
  /** Rows of `at`, `link_id` (or, if wide, `domain` and `channel`), the facets' columns and the counts. */
  rows: SQL;
  facets: Facet[];
  /** Rows stand for channels, not links. */
  wide: boolean;
  kind: 'sums' | 'raw';
}

interface Table {
  name: string;
  unit: 'quarter' | 'hour' | 'day';
  columns: string[];
}

const WIDE = {
  counts: { name: 'channel_quarters', unit: 'quarter', columns: ['domain', 'channel'] },
  facets: { name: 'hour_facets', unit: 'hour', columns: ['channel'] },
} as const satisfies Record<string, Table>;
const BY_LINK = {
  counts: { name: 'link_quarters', unit: 'quarter', columns: ['link_id'] },
  facets: { name: 'link_facets', unit: 'hour', columns: ['link_id'] },
} as const satisfies Record<string, Table>;

const BY_DAY = { name: 'day_links', unit: 'day', columns: ['link_id'] } as const satisfies Table;

const LENGTH = { quarter: QUARTER, hour: HOUR, day: DAY };

/** Whole units inside the period, and the stretches at its edges that cut one. */
function cut({ from, to }: StatsPlan, length: number) {
  const lo = from === null ? null : Math.ceil(from / length);
  const hi = to === null ? null : Math.floor(to / length);
  const first = from !== null && lo !== null && lo * length > from ? [{ from, to: lo * length }] : [];
  const last = to !== null && hi !== null && hi * length < to ? [{ from: hi * length, to }] : [];
  const within = lo !== null && hi !== null && lo > hi;
  return { lo, hi, edges: within && from !== null && to !== null ? [{ from, to }] : [...first, ...last] };
}

function whole(table: Table, columns: SQL, counts: SQL, lo: number | null, hi: number | null, and: SQL): SQL {
  const unit = raw(table.unit);
  return sql`SELECT ${unit} * ${raw(LENGTH[table.unit])} AS at, ${raw(table.columns.join(', '))}${columns}, ${counts}
    FROM ${raw(table.name)} WHERE ${lo === null ? sql`true` : sql`${unit} >= ${raw(lo)}`}
    AND ${hi === null ? sql`true` : sql`${unit} < ${raw(hi)}`}${and}`;
}

function sumRows(
  plan: StatsPlan,
  tables: typeof WIDE | typeof BY_LINK,
  facet: Facet | undefined,
  scope: SQL,
): SQL[] {
  const table = facet === undefined ? tables.counts : tables.facets;
  const { lo, hi } = cut(plan, LENGTH[table.unit]);
  if (facet === undefined) return [whole(table, sql``, countNames, lo, hi, scope)];
  const { code, column, optional } = FACETS[facet];
  const named = raw(column);
  const ofFacet = sql`${scope} AND facet = ${raw(code)}`;
  const rows = [whole(table, sql`, value AS ${named}`, countNames, lo, hi, ofFacet)];
  if (!optional) return rows;
  // Hits without the fact have no row of it: they are the total less those with one.
  const per = LENGTH.hour / LENGTH.quarter;
  const none = sql`, NULL AS ${named}`;
  const narrowed: Table = { ...tables.counts, columns: [...table.columns] };
  const total = whole(narrowed, none, countNames, lo && lo * per, hi && hi * per, scope);
  return [...rows, total, whole(table, none, negated, lo, hi, ofFacet)];
}

/** For all links and without units of time: all there is, or whole UTC days and the quarters of the days they cut. */
function coarseRows(plan: StatsPlan): SQL[] {
  if (plan.from === null && plan.to === null)
    return [sql`SELECT 0 AS at, link_id, ${countNames} FROM link_totals`];
  const { lo, hi, edges } = cut(plan, DAY);
  const around = edges.map(({ from, to }) => {
    const active = sql` AND link_id IN (SELECT link_id FROM day_links WHERE day = ${raw(Math.floor(from / DAY))})`;
    const quarters = cut({ ...plan, from, to }, QUARTER);
    return whole(BY_LINK.counts, sql``, countNames, quarters.lo, quarters.hi, active);
  });
  return [whole(BY_DAY, sql``, countNames, lo, hi, sql``), ...around];
}

const folded = ({ from, to }: { from: number | null; to: number | null }) => sql`(
  h.id <= (SELECT hit_id FROM fold_state)
  AND h.id >= (SELECT min(first_id) FROM quarter_ids WHERE quarter >= ${raw(Math.floor((from ?? 0) / QUARTER))})
  ${to === null ? sql`` : sql`AND h.id <= (SELECT max(last_id) FROM quarter_ids WHERE quarter <= ${raw(Math.floor(to / QUARTER))}) AND h.at < ${raw(to)}`}
  AND h.at >= ${raw(from ?? 0)})`;

/** What a question is about, apart from its period. */
interface Subject {
  facets: Facet[];
  /** Every link fact it names stands in the wide sums too. */
  wide: boolean;
  /** Only the raw hits know the answer: two facets at once, or a facet in hours that are not UTC's. */
  raw: boolean;
  /** The links it is about; undefined: all. */
  links: SQL | undefined;
  timed: boolean;
}

function subjectOf(plan: StatsPlan): Subject {
  const filters = Object.entries(plan.filters) as [DimensionName, string[]][];
  const dims = [...plan.groupBy, ...filters.map(([name]) => name)].map(dimension);
  const facets = [...new Set(dims.flatMap((dim) => (dim.of === 'hit' ? [dim.facet] : [])))];
  const columns: readonly string[] = (facets.length === 0 ? WIDE.counts : WIDE.facets).columns;
  const timed = dims.some((dim) => dim.of === 'time');
  const odd = timed && plan.offsets.some(({ offset }) => offset % HOUR !== 0);
  const linkFilters = filters.flatMap(([name, values]): [LinkDimension, string[]][] => {
    const dim = dimension(name);
    return dim.of === 'link' ? [[dim, values]] : [];
  });
  return {
    facets,
    wide: dims.every((dim) => dim.of !== 'link' || columns.some((column) => dim.key === `links.${column}`)),
    raw: facets.length > 1 || (facets.length === 1 && odd),
    links: linkScope(linkFilters),
    timed,
  };
}

/** Picks the smallest sums that answer exactly; what they lack (newest hits, cut edges) is read raw, by one rule. */
export function chooseSource(plan: StatsPlan): Source {
  const { facets, links, ...subject } = subjectOf(plan);
  const wide = subject.wide && !subject.raw;
  const tables = wide ? WIDE : BY_LINK;
  const table = facets.length === 0 ? tables.counts : tables.facets;
  const ofLinks = (column: string) => (links === undefined ? sql`` : sql` AND ${raw(column)} IN ${links}`);

  const { from, to } = plan;
  const stretches = subject.raw ? [{ from, to }] : cut(plan, LENGTH[table.unit]).edges;
  const among = sql`(${sql.join([UNFOLDED, ...stretches.map(folded)], sql` OR `)})${ofLinks('h.link_id')}`;
  const columns = raw([...table.columns, ...facets.map((facet) => FACETS[facet].column)].join(', '));
  const hits = sql`SELECT at, ${columns}, ${hitCounts} FROM judged
    WHERE at >= ${raw(from ?? 0)}${to === null ? sql`` : sql` AND at < ${raw(to)}`}`;
  const coarse = !wide && links === undefined && facets.length === 0 && !subject.timed;
  const fine = () => sumRows(plan, tables, facets[0], wide ? sql`` : ofLinks('link_id'));
  const sums = subject.raw ? [] : coarse ? coarseRows(plan) : fine();
  return {
    with: judged(among),
    rows: sql.join([...sums, hits], sql` UNION ALL `),
    facets,
    wide,
    kind: stretches.length > 0 ? 'raw' : 'sums',
  };
}
