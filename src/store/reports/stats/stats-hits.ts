/** Counts the hits that are not in the sums yet, and those that are read one by one. */
import type { SQL } from 'drizzle-orm';
import { FACETS } from '../../../stats/facets.ts';
import type { ZoneOffsets } from '../../../stats/period.ts';
import { bucketAt } from '../../../stats/rows/cells.ts';
import { type CollectedCounts, NO_VALUE } from '../../../stats/rows/collected-counts.ts';
import { addTally, tallyOf, type Values } from '../../../sums/tally.ts';
import { HOUR, QUARTER_HOUR } from '../../../time.ts';
import type { Column } from '../../sql/columns.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { tallyIn } from '../../sums/sum-row.ts';
import { joinFactValues } from '../dictionary-texts.ts';
import { countHits, type HitsInput } from './single-hits.ts';
import type { PreparedStats } from './stats-prepare.ts';
import { groupedFacets, type StatsSubject } from './stats-subject.ts';
import { fieldsIn } from './stats-sums.ts';
import { idsOfTwoFactHits } from './two-fact-hits.ts';
import { cappedMarkSql } from './two-fact-marks.ts';

/** The longest of these times within which no bucket of the question begins. */
function slotOf({ unit, plan }: StatsSubject): number | null {
  if (unit === null) return null;
  const fits = (offsets: ZoneOffsets, length: number) =>
    offsets.every(({ from, offset }, index) => offset % length === 0 && (index === 0 || from % length === 0));
  return [HOUR, QUARTER_HOUR].find((length) => fits(plan.offsets, length)) ?? 1;
}

/** The value of a row of hits. */
function hitValue(row: Row, { crossed, facets }: StatsSubject): number | string {
  if (crossed) {
    const values: (number | string | null)[] = [];
    for (let index = 0; row[`value${index}`] !== undefined; index++)
      values.push(row[`value${index}`] ?? null);
    return joinFactValues(values);
  }
  return facets.length === 0 ? NO_VALUE : (row.value0 ?? NO_VALUE);
}

/** The links that are looked up one by one; null: all that the filters accept. */
const fewLinks = ({ subject, scopes }: Pick<PreparedStats, 'subject' | 'scopes'>): number[] | null =>
  subject.scopes === 'links' && scopes !== null ? [...scopes.keys()] : null;

/** Which hits a question reads, without the ids of crossed ones; `more` are further columns. */
export function hitsInput(
  { subject, state, span, cells, scopes }: PreparedStats,
  more: Column[] = [],
): HitsInput {
  const { crossed, facets } = subject;
  return {
    subject,
    span,
    compactedDay: state.compactedDay,
    links: fewLinks({ subject, scopes }),
    slot: slotOf(subject),
    values: (crossed ? groupedFacets(subject) : facets).map((facet) => raw(`h.${FACETS[facet].column}`)),
    partialHours: crossed ? [] : cells.partialHours,
    more,
  };
}

/**
 * The query of the hits that are not in the sums yet and of those that are read one by one; `byLink` adds the column
 * `link`.
 */
export async function hitsQuery(reader: Reader, prepared: PreparedStats, byLink: boolean): Promise<SQL> {
  const input = hitsInput(prepared, byLink ? [{ field: 'link', column: raw('h.link_id') }] : []);
  if (!prepared.subject.crossed) return countHits(input);
  const facets = groupedFacets(prepared.subject);
  const at = facets.indexOf('mark');
  const mark = at === -1 ? null : await cappedMarkSql(reader, prepared, input.links);
  const values = input.values.map((value, index) => (index === at && mark ? mark : value));
  return countHits({ ...input, values, ids: await idsOfTwoFactHits(reader, prepared.cells, input.links) });
}

/** Answers a function that finds the counts by value for the group and the bucket of a row of hits. */
export function valuesFinder(
  atoms: CollectedCounts,
  { subject, state }: PreparedStats,
): (row: Row) => Values {
  const { unit, plan } = subject;
  const slot = slotOf(subject) ?? 0;
  const clock = { unit, offsets: plan.offsets, compactedDay: state.compactedDay };
  return (row) => atoms.at(fieldsIn(row, subject), bucketAt(Number(row.slot ?? 0) * slot, clock));
}

export function addHitRows(atoms: CollectedCounts, rows: Row[], prepared: PreparedStats): void {
  const valuesOf = valuesFinder(atoms, prepared);
  for (const row of rows) addTally(tallyOf(valuesOf(row), hitValue(row, prepared.subject)), tallyIn(row));
}
