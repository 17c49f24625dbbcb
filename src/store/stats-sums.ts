/** The rows of the sums that a question reads: whole UTC days where it can, finer ones where a day is cut. */
import { type SQL, sql } from 'drizzle-orm';
import { FACETS, type Facet } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { DAY } from './judged.ts';
import { cut, fineFrom, inside, LENGTH, type Unit } from './stats-period.ts';

const raw = (text: string | number) => sql.raw(String(text));

interface Table {
  name: string;
  unit: Unit;
  /** What its rows stand for, beside the time and the facet. */
  columns: string[];
}

interface Level {
  counts: Table;
  facets?: Table;
}

/** Sums over the same hits: by the finest unit they are kept in, and by UTC day. */
export interface Tables {
  fine: Required<Level>;
  days: Level;
}

const table = (name: string, unit: Unit, ...columns: string[]): Table => ({ name, unit, columns });

export const BY_CHANNEL: Tables = {
  fine: {
    counts: table('channel_quarters', 'quarter', 'domain', 'channel'),
    facets: table('hour_facets', 'hour', 'channel'),
  },
  days: { counts: table('channel_days', 'day', 'domain', 'channel') },
};
export const OVER_ALL: Tables = {
  fine: { counts: table('channel_quarters', 'quarter'), facets: table('facet_hours', 'hour') },
  days: { counts: table('channel_days', 'day'), facets: table('facet_days', 'day') },
};
export const BY_LINK: Tables = {
  fine: {
    counts: table('link_quarters', 'quarter', 'link_id'),
    facets: table('link_facets', 'hour', 'link_id'),
  },
  days: { counts: table('day_links', 'day', 'link_id') },
};

/** Which rows are asked for. */
export interface Scope {
  plan: StatsPlan;
  facet: Facet | undefined;
  /** The links; undefined: all, or the tables know none. */
  links: SQL | undefined;
  /** They are few: asked for by name. */
  narrow: boolean;
  /** Of old days alone. */
  oldOnly: boolean;
}

/** Some rows of a level: what they are read from beside the table, which of them, their time and what they count for. */
interface Part {
  beside?: SQL;
  where: (unit: Unit) => SQL;
  at?: (unit: Unit) => SQL;
  sign?: string;
}

const started = (unit: Unit) => sql`${raw(unit)} * ${raw(LENGTH[unit])}`;
const counts = (sign: string) => raw(COUNTS.map((name) => `${sign}${name}`).join(', '));

function select({ name, unit, columns }: Table, more: SQL[], part: Part, sign = part.sign ?? ''): SQL {
  const { beside = sql``, at = started, where } = part;
  const shown = [sql`${at(unit)} AS at`, ...columns.map(raw), ...more, counts(sign)];
  return sql`SELECT ${sql.join(shown, sql`, `)} FROM ${beside}${raw(name)} WHERE ${where(unit)}`;
}

function rowsOf({ counts: whole, facets }: Level, facet: Facet | undefined, part: Part): SQL[] {
  if (facet === undefined || facets === undefined) return [select(whole, [], part)];
  const { code, column, optional } = FACETS[facet];
  const ofFacet = { ...part, where: (unit: Unit) => sql`facet = ${raw(code)} AND ${part.where(unit)}` };
  const rows = select(facets, [sql`${raw(facets.name)}.value AS ${raw(column)}`], ofFacet);
  if (!optional) return [rows];
  // Hits without the fact have no row of it: they are the total less those with one.
  const none = [sql`NULL AS ${raw(column)}`];
  const total = select({ ...whole, columns: facets.columns }, none, part);
  return [rows, total, select(facets, none, ofFacet, part.sign ? `-${part.sign}` : '-')];
}

const HALF_DAY = DAY / 2;

/** The parts of a UTC day that may be of another date in the asked zone, by their place in it; undefined: too many. */
function strayParts({ groupBy, offsets }: StatsPlan, length: number, timed: boolean): number[] | undefined {
  if (!timed) return [];
  if (groupBy.includes('hour')) return undefined;
  const [lowest, highest] = [Math.min, Math.max].map((most) => most(...offsets.map(({ offset }) => offset)));
  if (lowest === undefined || highest === undefined || lowest < -HALF_DAY || highest >= HALF_DAY)
    return undefined;
  return Array.from({ length: DAY / length }, (_, place) => place).filter(
    (place) => place * length + highest >= DAY || place * length + lowest < 0,
  );
}

/** Days of the period that have any hit: every hit in the sums is in these. */
export const hitDays = (plan: StatsPlan): SQL =>
  sql`SELECT DISTINCT day FROM channel_days WHERE ${inside(sql`day`, plan, DAY)}`;

/** What the period has beside whole UTC days, by the finer sums. */
function edgeRows(level: Level, { plan, facet, links }: Scope, align: number): SQL[] {
  return cut(plan, DAY).edges.flatMap((edge) => {
    const { lo, hi } = cut(edge, align);
    // Without a list of links, a day's own links are the way to its rows.
    const day = raw(Math.floor(edge.from / DAY));
    const every = level.counts.columns.includes('link_id')
      ? sql`link_id IN (SELECT link_id FROM day_links WHERE day = ${day}) AND `
      : sql``;
    const scope = links === undefined ? every : sql`link_id IN ${links} AND `;
    const where = (unit: Unit) => {
      const units = align / LENGTH[unit];
      return sql`${scope}${raw(unit)} >= ${raw((lo ?? 0) * units)} AND ${raw(unit)} < ${raw((hi ?? 0) * units)}
        AND ${raw(unit)} >= ${fineFrom(LENGTH[unit])}`;
    };
    return rowsOf(level, facet, { where });
  });
}

/** Takes the strays out of their UTC day, which stands at its noon, and puts them where they belong. */
function strayRows(level: Level, { plan, facet, links }: Scope, stray: number[], length: number): SQL[] {
  if (stray.length === 0) return [];
  const sides = raw(`json_each('[1,-1]') side CROSS JOIN `);
  const ofLinks = links === undefined ? sql`` : sql`link_id IN ${links} AND `;
  const at = (unit: Unit) =>
    sql`CASE side.value WHEN 1 THEN ${started(unit)}
      ELSE ${started(unit)} / ${raw(DAY)} * ${raw(DAY)} + ${raw(HALF_DAY)} END`;
  const where = (unit: Unit) => {
    const perPart = length / LENGTH[unit];
    const parts = stray.flatMap((part) => Array.from({ length: perPart }, (_, n) => part * perPart + n));
    return sql`${ofLinks}${raw(unit)} IN (SELECT hit_days.day * ${raw(DAY / LENGTH[unit])} + part.value
      FROM (${hitDays(plan)}) hit_days CROSS JOIN json_each(${raw(`'${JSON.stringify(parts)}'`)}) part)`;
  };
  return rowsOf(level, facet, { beside: sides, at, where, sign: 'side.value * ' });
}

/** The same rows by whole UTC days; undefined where these are no shorter way. */
function dayRows({ fine, days }: Tables, scope: Scope, timed: boolean): SQL[] | undefined {
  const { plan, facet, links, narrow } = scope;
  if (facet !== undefined && days.facets === undefined) return undefined;
  const align = LENGTH[(facet === undefined ? fine.counts : fine.facets).unit];
  const stray = strayParts(plan, align, timed);
  if (stray === undefined) return undefined;
  const ofLinks = days.counts.columns.includes('link_id');
  // The days are kept by day, then link: few links are looked up on each, all are read through.
  if (ofLinks && (links === undefined ? stray.length > 0 : !narrow)) return undefined;
  const listed = links === undefined ? sql`` : sql` AND day IN (${hitDays(plan)}) AND link_id IN ${links}`;
  const noon = () => sql`day * ${raw(DAY)} + ${raw(HALF_DAY)}`;
  const where = () => sql`${inside(sql`day`, plan, DAY)}${listed}`;
  return [
    ...rowsOf(days, facet, { at: noon, where }),
    ...strayRows(fine, scope, stray, align),
    ...edgeRows(fine, scope, align),
  ];
}

/** Rows of `at`, the tables' columns, the facet's, and the counts, that add up to what the sums hold of a question. */
export function sumRows(tables: Tables, scope: Scope, timed: boolean): SQL[] {
  const { plan, facet, links, oldOnly } = scope;
  const ofLinks = links === undefined ? sql`` : sql`link_id IN ${links} AND `;
  if (tables === BY_LINK && facet === undefined && !timed && plan.from === null && plan.to === null) {
    return [
      select(table('link_totals', 'day', 'link_id'), [], {
        at: () => sql`0`,
        where: () => sql`${ofLinks}true`,
      }),
    ];
  }
  const byDay = oldOnly ? undefined : dayRows(tables, scope, timed);
  if (byDay !== undefined) return byDay;
  const align = LENGTH[(facet === undefined ? tables.fine.counts : tables.fine.facets).unit];
  const where = (unit: Unit) => {
    const old = oldOnly ? sql` AND ${raw(unit)} < ${fineFrom(LENGTH[unit])}` : sql``;
    return sql`${ofLinks}${inside(raw(unit), plan, LENGTH[unit], align)}${old}`;
  };
  return rowsOf(tables.fine, facet, { where });
}
