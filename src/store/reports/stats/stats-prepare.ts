/**
 * Reads what is needed before a question is answered: the progress of the sums, the times with rows, and the scopes.
 */
import { type SQL, sql } from 'drizzle-orm';
import { type Cells, cellsOf, spanOf, type TimeSpan } from '../../../stats/rows/cells.ts';
import type { Fields } from '../../../stats/rows/collected-counts.ts';
import type { StatsPlan } from '../../../stats/stats-plan.ts';
import type { SumsState } from '../../../sums/progress.ts';
import { UNIT_CODE } from '../../../sums/sum-row.ts';
import { DAY, dayOf, HOUR, HOURS_PER_DAY } from '../../../time.ts';
import { moreColumns } from '../../sql/columns.ts';
import { allOf, limitSubquery } from '../../sql/conditions.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { SELECT_PROGRESS, stateIn } from '../../sums/progress-row.ts';
import { nextTime } from '../../sums/row-id.ts';
import { linkConditions } from '../link-filter.ts';
import { linkColumns, type StatsSubject } from './stats-subject.ts';

export interface PreparedStats {
  subject: StatsSubject;
  state: SumsState;
  /** The ids of the newest hit and the newest link. */
  newestHit: number;
  newestLink: number;
  span: TimeSpan;
  cells: Cells;
  /** The scopes of the rows with their fields; null if there are more links than are looked up one by one. */
  scopes: Map<number, Fields> | null;
}

const SIZES = sql`SELECT (SELECT max(id) FROM hits) AS hits, (SELECT max(id) FROM links) AS links`;

/**
 * Every time of a unit from `first` up to `end`, exclusive, that has rows: each takes one step through the primary
 * key.
 */
const times = (unit: number, first: SQL, end: SQL): SQL => sql`WITH RECURSIVE found(time) AS (
    SELECT ${nextTime(unit, first, end)}
    UNION ALL SELECT ${nextTime(unit, sql`found.time + 1`, end)} FROM found WHERE time IS NOT NULL)
  SELECT time FROM found WHERE time IS NOT NULL`;

const FIRST = Number.MIN_SAFE_INTEGER;
const LAST = Number.MAX_SAFE_INTEGER;

/** Selects the days that have a row, and the hours that have a row after these days. A bound may move by a day. */
function timeQueries({ from, to }: StatsPlan): [days: SQL, hours: SQL] {
  const firstDay = from === null ? FIRST : dayOf(from) - 1;
  const endDay = to === null ? LAST : Math.ceil(to / DAY) + 1;
  const firstHour = from === null ? FIRST : Math.floor(from / HOUR);
  const endHour = to === null ? LAST : Math.ceil(to / HOUR);
  const closed = sql`(SELECT min(closed_day, ${endDay}) FROM sums_state)`;
  const open = sql`(SELECT max(closed_day * ${raw(HOURS_PER_DAY)}, ${firstHour}) FROM sums_state)`;
  return [times(UNIT_CODE.day, sql`${firstDay}`, closed), times(UNIT_CODE.hour, open, sql`${endHour}`)];
}

/** Selects the scopes of the question with their fields. */
function scopesQuery(subject: StatsSubject, mostLinks: number): SQL | null {
  const { scopes, plan } = subject;
  if (scopes === 'all') return null;
  const columns = moreColumns(linkColumns(subject));
  const accepted = allOf(linkConditions(plan.filters));
  if (scopes === 'channels') {
    return sql`SELECT -links.id AS scope${columns} FROM scopes links WHERE ${accepted}`;
  }
  return sql`SELECT links.id AS scope${columns} FROM links JOIN contents ON contents.id = links.content_id
    WHERE links.deleted_at IS NULL AND ${accepted} ${limitSubquery(mostLinks + 1)}`;
}

/** The scope of all links, with its fields. */
export const ALL_LINKS_FIELDS: Map<number, Fields> = new Map([[0, {}]]);

function scopesIn(subject: StatsSubject, rows: Row[], mostLinks: number): PreparedStats['scopes'] {
  if (subject.scopes === 'all') return ALL_LINKS_FIELDS;
  if (subject.scopes === 'links' && rows.length > mostLinks) return null;
  return new Map(rows.map(({ scope, ...fields }) => [Number(scope), fields]));
}

/** The largest number of links that can exist. */
export async function countLinks({ read }: Reader): Promise<number> {
  const [rows] = await read([SIZES]);
  return Number(rows?.[0]?.links ?? 0);
}

const timesIn = (rows: Row[] | undefined) => (rows ?? []).map(({ time }) => Number(time));

/** Prepares an answer; more links than `mostLinks` are not looked up one by one. */
export async function prepare(
  { read }: Reader,
  subject: StatsSubject,
  mostLinks: number,
): Promise<PreparedStats> {
  const { plan, unit, facets, crossed } = subject;
  const scopes = scopesQuery(subject, mostLinks);
  const [states, sizes, days, hours, found] = await read([
    SELECT_PROGRESS,
    SIZES,
    ...timeQueries(plan),
    ...(scopes === null ? [] : [scopes]),
  ]);
  const state = stateIn(states);
  const { compactedDay } = state;
  const whole = spanOf(plan, compactedDay);
  // Compacted days cannot combine two facts.
  const span = crossed ? { ...whole, start: Math.max(whole.start, compactedDay * DAY) } : whole;
  const cells = cellsOf({
    span,
    unit,
    offsets: plan.offsets,
    byQuarter: facets.length === 0,
    days: timesIn(days),
    hours: timesIn(hours),
    compactedDay,
  });
  return {
    subject,
    state,
    newestHit: Number(sizes?.[0]?.hits ?? 0),
    newestLink: Number(sizes?.[0]?.links ?? 0),
    span,
    cells,
    scopes: scopesIn(subject, found ?? [], mostLinks),
  };
}
