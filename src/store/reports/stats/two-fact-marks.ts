/** Counts single hits under `(other)` whose mark the sums count so, because strangers can invent marks without limit. */
import { type SQL, sql } from 'drizzle-orm';
import { OTHER } from '../../../stats/facets.ts';
import { capOf, dayKey, FEW_VALUES_LENGTH } from '../../../sums/value-caps.ts';
import { DAY, HOURS_PER_DAY } from '../../../time.ts';
import { inJsonList } from '../../sql/conditions.ts';
import type { Reader } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { readDayValues } from '../../sums/sum-row.ts';
import type { PreparedStats } from './stats-prepare.ts';

/** Links and days at a time: their marks take up to 35 kB as JSON each. */
const DAYS_AT_ONCE = 500;

/** Selects the days of links that have an hour with many marks. */
const busyDays = (
  { span, subject }: PreparedStats,
  links: readonly number[] | null,
): SQL => sql`SELECT DISTINCT scope, time / ${raw(HOURS_PER_DAY)} AS day FROM sums INDEXED BY sums_many_values
  WHERE unit = 0 AND scope > 0 AND (length(referrers) > ${raw(FEW_VALUES_LENGTH)} OR length(marks) > ${raw(FEW_VALUES_LENGTH)})
    AND length(marks) > ${raw(FEW_VALUES_LENGTH)} AND time >= ${hourOf(span.start, Number.MIN_SAFE_INTEGER)}
    AND time < ${hourOf(span.end, Number.MAX_SAFE_INTEGER)} ${links === null || subject.scopes !== 'links' ? sql`` : sql`AND ${inJsonList(sql`scope`, links)}`}`;

/** The hour at a day's edge next to a time. */
const hourOf = (at: number, unbounded: number): number =>
  Number.isFinite(at) ? (Math.floor(at / DAY) + (unbounded > 0 ? 1 : 0)) * HOURS_PER_DAY : unbounded;

/**
 * The mark of a hit `h` as the sums count it, for a list of at most 200 marks per link and day. On days that have not
 * reached the cap yet, every mark counts for itself. `links` are the links of the question, if they are few.
 */
export async function cappedMarkSql(
  reader: Reader,
  prepared: PreparedStats,
  links: readonly number[] | null,
): Promise<SQL> {
  const [rows = []] = await reader.read([busyDays(prepared, links)]);
  const busy = rows.map(({ scope, day }): [number, number] => [Number(scope), Number(day)]);
  const full: [link: number, day: number][] = [];
  const named: [link: number, day: number, mark: string | number][] = [];
  for (let from = 0; from < busy.length; from += DAYS_AT_ONCE) {
    const days = busy.slice(from, from + DAYS_AT_ONCE);
    const values = await readDayValues(reader, days, prepared.state.compactedDay);
    for (const [link, day] of days) {
      const marks = values.get(dayKey(link, day))?.mark ?? new Set();
      if (marks.size < capOf(link, 'mark')) continue;
      full.push([link, day]);
      for (const mark of marks) named.push([link, day, mark]);
    }
  }
  if (full.length === 0) return raw('h.mark');
  const day = sql`h.at / ${raw(DAY)}`;
  const row = (length: number) => raw(Array.from({ length }, (_, index) => `value ->> ${index}`).join(', '));
  // Only IN as the condition of a WHEN is a look-up: NOT IN searches the whole list for nulls.
  return sql`CASE WHEN (h.link_id, ${day}) IN (SELECT ${row(2)} FROM json_each(${JSON.stringify(full)}))
    THEN CASE WHEN (h.link_id, ${day}, h.mark) IN (SELECT ${row(3)} FROM json_each(${JSON.stringify(named)}))
      THEN h.mark WHEN h.mark IS NULL THEN NULL ELSE ${raw(`'${OTHER}'`)} END
    ELSE h.mark END`;
}
