/** Closes UTC days that are over: writes their day rows and adds them to the totals of links. */
import { type SQL, sql } from 'drizzle-orm';
import { recordTotals, type TotalsChanges } from '../../sums/add-slice.ts';
import type { SumsState } from '../../sums/progress.ts';
import { addUpDay, UNIT_CODE } from '../../sums/sum-row.ts';
import { HOURS_PER_DAY } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { commitSums, SELECT_PROGRESS, stateIn } from './progress-row.ts';
import { HOURS, isAfterScope, LOWEST_SCOPE, nextTime } from './row-id.ts';
import { putSumRows, readSumRow, SUM_COLUMNS } from './sum-row.ts';
import { addTotals } from './totals.ts';

/** The most rows of each hour that one step reads. */
const ROWS_PER_HOUR = 200;
const LAST_SCOPE = Number.MAX_SAFE_INTEGER;

/** The first hour from this day on that has a row. */
const nextHour = (day: number): SQL => sql`SELECT ${nextTime(UNIT_CODE.hour, day * HOURS_PER_DAY)} AS hour`;

const hoursOf = (day: number) => JSON.stringify(HOURS.map((hour) => day * HOURS_PER_DAY + hour));

// Up to the smallest bound of all hours, the step has all rows of each scope.
const rowsAfter = (day: number, scope: number): SQL => sql`WITH hours AS (
    SELECT value AS hour, (SELECT s.scope FROM sums s WHERE ${isAfterScope('s', UNIT_CODE.hour, sql`value`, scope)}
      ORDER BY s.id LIMIT 1 OFFSET ${raw(ROWS_PER_HOUR - 1)}) AS bound FROM json_each(${hoursOf(day)})
  ), last AS (SELECT coalesce(min(bound), ${raw(LAST_SCOPE)}) AS scope FROM hours)
  SELECT last.scope AS bound, ${SUM_COLUMNS} FROM last CROSS JOIN hours
    LEFT JOIN sums s ON ${isAfterScope('s', UNIT_CODE.hour, sql`hour`, scope)} AND s.scope <= last.scope`;

/**
 * Each call is one step of closing the UTC days before `today`; false if there is nothing to do. A day is closed
 * scope by scope, in ascending order, and the state records how far. Its day rows are not read before the whole day
 * is closed.
 */
export function createDayClosing(engine: Engine): (today: number) => Promise<boolean> {
  const closeSome = async (state: SumsState, day: number) => {
    const [rows = []] = await engine.read([rowsAfter(day, state.closingScope ?? LOWEST_SCOPE)]);
    const bound = Number(rows[0]?.bound);
    const hours = rows.filter(({ scope }) => scope !== null).map(readSumRow);
    const days = addUpDay(day, hours);
    const totals: TotalsChanges = new Map();
    for (const { scope, counts, lastClickAt } of hours) {
      if (scope > 0) recordTotals(totals, scope, counts, 1, lastClickAt);
    }
    const isOver = bound === LAST_SCOPE;
    await commitSums(engine, state, [putSumRows(days), addTotals(totals)], {
      closedDay: isOver ? day + 1 : day,
      closingScope: isOver ? null : bound,
    });
  };

  return async (today) => {
    const [states] = await engine.read([SELECT_PROGRESS]);
    const state = stateIn(states);
    if (state.closedDay >= today) return false;
    const [found] = await engine.read([nextHour(state.closedDay)]);
    const hour = found?.[0]?.hour ?? null;
    const day = hour === null ? today : Math.min(today, Math.floor(Number(hour) / HOURS_PER_DAY));
    if (day === state.closedDay) await closeSome(state, day);
    else await commitSums(engine, state, [], { closedDay: day, closingScope: null });
    return true;
  };
}
