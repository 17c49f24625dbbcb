/** The rows of the sums that a question reads: whole UTC days where it can, finer ones where a day is cut. */
import { type SQL, sql } from 'drizzle-orm';
import { FACETS, type Facet } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { IS_BUSY } from './busy-days.ts';
import { DAY } from './judged.ts';
import { cutDays, fineFrom, inside, LENGTH, type Unit } from './stats-period.ts';

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
  /** Of links, facets are kept by day only where a link was busy. */
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
  days: {
    counts: table('day_links', 'day', 'link_id'),
    facets: table('link_facet_days', 'day', 'link_id'),
  },
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
  /** A table of one row, and the condition on it without which none of the rows is looked at. */
  gate?: { table: SQL; open: SQL } | undefined;
}

/** Some rows of a level: what they are read from beside the table, which of them, their time and what they count for. */
interface Part {
  from?: (table: SQL) => SQL;
  where: (unit: Unit) => SQL;
  at?: (unit: Unit) => SQL;
  sign?: string;
  gate?: Scope['gate'];
}

const started = (unit: Unit) => sql`${raw(unit)} * ${raw(LENGTH[unit])}`;
const counts = (sign: string) => raw(COUNTS.map((name) => `${sign}${name}`).join(', '));

function select({ name, unit, columns }: Table, more: SQL[], part: Part, sign = part.sign ?? ''): SQL {
  const { from = (table) => table, at = started, where, gate } = part;
  const shown = [sql`${at(unit)} AS at`, ...columns.map(raw), ...more, counts(sign)];
  const rows = sql`${from(raw(name))} WHERE ${where(unit)}`;
  // CROSS keeps the order: behind a closed gate no row is read, where a condition alone would be asked of each.
  const gated = gate === undefined ? rows : sql`${gate.table} CROSS JOIN ${rows} AND ${gate.open}`;
  return sql`SELECT ${sql.join(shown, sql`, `)} FROM ${gated}`;
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

/** The length of the finest unit that tells of all hits. */
const finest = ({ counts, facets }: Tables['fine'], facet: Facet | undefined): number =>
  LENGTH[(facet === undefined ? counts : facets).unit];

const HALF_DAY = DAY / 2;

/** Parts of a UTC day, by the places of the first and the last in it. */
type Run = [first: number, last: number];

/** The parts of a UTC day that may be of another date in the asked zone; undefined: too many. */
function strayRuns({ groupBy, offsets }: StatsPlan, length: number, timed: boolean): Run[] | undefined {
  if (!timed) return [];
  if (groupBy.includes('hour')) return undefined;
  const [lowest, highest] = [Math.min, Math.max].map((most) =>
    most(0, ...offsets.map(({ offset }) => offset)),
  );
  if (lowest === undefined || highest === undefined || lowest < -HALF_DAY || highest >= HALF_DAY)
    return undefined;
  const before: Run = [0, Math.ceil(-lowest / length) - 1];
  const after: Run = [Math.ceil((DAY - highest) / length), DAY / length - 1];
  return [before, after].filter(([first, last]) => first <= last);
}

/** Days of the period that have any hit: every hit in the sums is in these. */
export const hitDays = (plan: StatsPlan): SQL =>
  sql`SELECT DISTINCT day FROM channel_days WHERE ${inside(sql`day`, plan, DAY)}`;

/** What the period has beside whole UTC days, by the finer sums. */
function edgeRows(level: Level, { plan, facet, links, gate }: Scope, align: number): SQL[] {
  return cutDays(plan).flatMap((stretch) => {
    // Without a list of links, a day's own links are the way to its rows.
    const every = level.counts.columns.includes('link_id')
      ? sql`link_id IN (SELECT link_id FROM day_links WHERE day = ${stretch.day}) AND `
      : sql``;
    const scope = links === undefined ? every : sql`link_id IN ${links} AND `;
    const where = (unit: Unit) =>
      sql`${scope}${stretch.inside(raw(unit), LENGTH[unit], align)} AND ${raw(unit)} >= ${fineFrom(LENGTH[unit])}`;
    return rowsOf(level, facet, { where, gate });
  });
}

/** Days of the period that have a hit, of each of the links if there are any: those of a link are few. */
function daysOf({ plan, links }: Scope, which: SQL): SQL {
  if (links === undefined) return sql`(SELECT day AS on_day FROM (${hitDays(plan)}))`;
  // They are kept by day, then link: each is looked up.
  return sql`(SELECT day AS on_day, link_id AS of_link FROM day_links
    WHERE day IN (${hitDays(plan)}) AND link_id IN ${links} AND ${which})`;
}

/** The condition that a row is one of such a day, from a part of it to another. */
function ofDay({ links }: Scope, unit: Unit, first: string | number, end: string | number): SQL {
  const start = `on_day * ${DAY / LENGTH[unit]}`;
  const ofLink = links === undefined ? '' : 'link_id = of_link AND ';
  const within =
    unit === 'day' ? 'day = on_day' : `${unit} >= ${start} + ${first} AND ${unit} < ${start} + ${end}`;
  return raw(`${ofLink}${within}`);
}

const noonOf = (day: string) => sql`${raw(day)} * ${raw(DAY)} + ${raw(HALF_DAY)}`;

/** All rows of such days: at noon where they are kept by the day. */
function wholeRows(level: Level, scope: Scope, which: SQL): SQL[] {
  const from = (table: SQL) => sql`${daysOf(scope, which)} CROSS JOIN ${table}`;
  const at = (unit: Unit) => (unit === 'day' ? noonOf('day') : started(unit));
  return rowsOf(level, scope.facet, { from, at, where: (unit) => ofDay(scope, unit, 0, DAY / LENGTH[unit]) });
}

// Each stray counts at its own time, and is taken from its day.
const SIDES = sql`(SELECT 1 AS sign UNION ALL SELECT -1) side`;

/** Takes the strays out of their UTC day, which stands at its noon, and puts them where they belong. */
function strayRows(level: Level, scope: Scope, which: SQL, runs: Run[], length: number): SQL[] {
  if (runs.length === 0) return [];
  const ranges = runs.map(([first, last]) => `SELECT ${first} AS first, ${last} AS last`).join(' UNION ALL ');
  const from = (table: SQL) =>
    sql`${daysOf(scope, which)} CROSS JOIN (${raw(ranges)}) CROSS JOIN ${table} CROSS JOIN ${SIDES}`;
  const at = (unit: Unit) => sql`CASE side.sign WHEN 1 THEN ${started(unit)} ELSE ${noonOf('on_day')} END`;
  const where = (unit: Unit) => {
    const per = length / LENGTH[unit];
    return ofDay(scope, unit, `first * ${per}`, `(last + 1) * ${per}`);
  };
  return rowsOf(level, scope.facet, { from, at, where, sign: 'side.sign * ' });
}

/** The same rows by whole UTC days; undefined where these are no shorter way. */
function dayRows({ fine, days }: Tables, scope: Scope, timed: boolean): SQL[] | undefined {
  const { plan, facet, links, narrow, gate } = scope;
  const align = finest(fine, facet);
  const runs = strayRuns(plan, align, timed);
  if (runs === undefined || (facet !== undefined && days.facets === undefined)) return undefined;
  const ofLinks = days.counts.columns.includes('link_id');
  // A link's facts are kept by the day where it was busy alone.
  const some = ofLinks && facet !== undefined;
  // Few links are looked up on each day; all are read through, if nothing has to be taken out of their days.
  if (ofLinks && (links === undefined ? some || runs.length > 0 : !narrow)) return undefined;
  const which = some ? IS_BUSY : sql`true`;
  const whole =
    links === undefined
      ? rowsOf(days, facet, { at: () => noonOf('day'), where: () => inside(sql`day`, plan, DAY), gate })
      : wholeRows(days, scope, which);
  return [
    ...whole,
    ...(some ? wholeRows(fine, scope, sql`NOT ${IS_BUSY}`) : []),
    ...strayRows(fine, scope, which, runs, align),
    ...edgeRows(fine, scope, align),
  ];
}

/** Rows of `at`, the tables' columns, the facet's, and the counts, that add up to what the sums hold of a question. */
export function sumRows(tables: Tables, scope: Scope, timed: boolean): SQL[] {
  const { plan, facet, links, oldOnly, gate } = scope;
  const ofLinks = links === undefined ? sql`` : sql`link_id IN ${links} AND `;
  if (tables === BY_LINK && facet === undefined && !timed && plan.from === null && plan.to === null) {
    return [
      select(table('link_totals', 'day', 'link_id'), [], {
        at: () => sql`0`,
        where: () => sql`${ofLinks}true`,
        gate,
      }),
    ];
  }
  const byDay = oldOnly ? undefined : dayRows(tables, scope, timed);
  if (byDay !== undefined) return byDay;
  const align = finest(tables.fine, facet);
  const where = (unit: Unit) => {
    const old = oldOnly ? sql` AND ${raw(unit)} < ${fineFrom(LENGTH[unit])}` : sql``;
    return sql`${ofLinks}${inside(raw(unit), plan, LENGTH[unit], align)}${old}`;
  };
  return rowsOf(tables.fine, facet, { where, gate });
}
