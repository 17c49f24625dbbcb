/** Counts those hits as `(other)` that the sums count so because a UTC day has too many values of a capped fact. */

import { type SQL, sql } from 'drizzle-orm';
import { FACETS, OTHER } from '../../../stats/facets.ts';
import type { CollectedCounts } from '../../../stats/rows/collected-counts.ts';
import { UNIT_CODE } from '../../../sums/sum-row.ts';
import { addTally, eachValue, tallyOf } from '../../../sums/tally.ts';
import {
  admittedValue,
  CAPPED_FACETS,
  type CappedFacet,
  capOf,
  type DayValues,
  dayKey,
  mostPerHour,
} from '../../../sums/value-caps.ts';
import { DAY, dayOf, HOUR, HOURS_PER_DAY } from '../../../time.ts';
import { inJsonList } from '../../sql/conditions.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { HOURS, isRow } from '../../sums/row-id.ts';
import { hasManyValues, readDayValues, tallyIn } from '../../sums/sum-row.ts';
import { type HitsInput, listHits, newHits, rolledUpHits } from './single-hits.ts';
import { hitsInput, valuesFinder } from './stats-hits.ts';
import type { PreparedStats } from './stats-prepare.ts';
import { joinLinks } from './stats-subject.ts';

type Value = number | string;

/** The scope of a hit's channel in the sums; null if it has no rows yet. */
const CHANNEL = raw(
  `(SELECT -c.id FROM scopes c WHERE c.domain = links.domain AND c.channel = links.channel)`,
);
const LINK = raw('h.link_id');
const ALL = raw('0');

/** The scopes whose caps decide under which value a hit counts: its link, then its channel, then all links. */
const SCOPES_OF = { links: [LINK], channels: [LINK, CHANNEL], all: [LINK, CHANNEL, ALL] };

// In a list, a value with its counts takes at least this many characters.
const SHORTEST_VALUE = raw(6);

/**
 * Selects the days, by scope, that may have more values than their cap (for links see src/sums/value-caps.ts). `fresh` is
 * the number of values of the new hits.
 */
function nearCapQuery(prepared: PreparedStats, facet: CappedFacet): SQL {
  const { column, sums } = FACETS[facet];
  const { subject, state } = prepared;
  const value = raw(`h.${column}`);
  const hours = SCOPES_OF[subject.scopes].map(
    (scope) => sql`
    SELECT ${scope} AS scope, h.at / ${raw(HOUR)} AS hour, count(DISTINCT ${value}) AS fresh
    FROM (${newHits(hitsInput(prepared))}) h ${joinLinks(subject, 'h.link_id')} AND h.id > links.erased_id
    WHERE ${value} IS NOT NULL GROUP BY 1, 2`,
  );
  const lengthOf = (row: string) => sql`length(coalesce(${raw(`${row}.${sums}`)}, '')) / ${SHORTEST_VALUE}`;
  const day = sql`(new.hour / ${raw(HOURS_PER_DAY)})`;
  // Channels and all links cannot have more values than there is room for in their hours.
  const ofDay = sql`(SELECT sum(${lengthOf('w')}) FROM json_each(${JSON.stringify(HOURS)}) hour
    CROSS JOIN sums w ON ${isRow('w', UNIT_CODE.hour, sql`${day} * ${raw(HOURS_PER_DAY)} + hour.value`, sql`new.scope`)})`;
  return sql`SELECT new.scope AS scope, new.hour / ${raw(HOURS_PER_DAY)} AS day, sum(new.fresh) AS fresh
    FROM (${sql.join(hours, sql` UNION ALL `)}) new
      LEFT JOIN sums s ON ${isRow('s', UNIT_CODE.hour, sql`new.hour`, sql`new.scope`)}
    WHERE new.scope IS NOT NULL GROUP BY 1, 2
    HAVING day < ${state.compactedDay}
      OR CASE WHEN new.scope > 0
        THEN max(new.fresh + ${lengthOf('s')}) > ${raw(mostPerHour(1, facet))}
          OR ${hasManyValues(sql`new.scope`, day)}
        ELSE sum(new.fresh) + coalesce(${ofDay}, 0) > ${raw(capOf(0, facet))} END`;
}

/** The values of the days that are at their cap, or reach it with the new hits. */
async function valuesNearCap(
  reader: Reader,
  prepared: PreparedStats,
  facet: CappedFacet,
): Promise<Map<string, DayValues>> {
  const { compactedDay } = prepared.state;
  const [rows = []] = await reader.read([nearCapQuery(prepared, facet)]);
  const found = rows.map(({ scope, day, fresh }) => ({
    scope: Number(scope),
    day: Number(day),
    fresh: Number(fresh),
  }));
  const days = await readDayValues(
    reader,
    found.map(({ scope, day }) => [scope, day]),
    compactedDay,
  );
  for (const { scope, day, fresh } of found) {
    const values = days.get(dayKey(scope, day))?.[facet].size ?? 0;
    if (day >= compactedDay && values + fresh <= capOf(scope, facet)) days.delete(dayKey(scope, day));
  }
  return days;
}

/** Counts a hit under another value. */
function move(valuesOf: ReturnType<typeof valuesFinder>, row: Row, value: Value): void {
  const values = valuesOf(row);
  const tally = tallyIn(row);
  addTally(tallyOf(values, row.value0 ?? OTHER), tally, -1);
  addTally(tallyOf(values, value), tally);
}

const isIn = ({ span }: HitsInput, { at }: Row) => Number(at) >= span.start && Number(at) < span.end;

/** Moves new hits to `(other)` as the roll-up will count them. */
async function moveNewHits(
  reader: Reader,
  prepared: PreparedStats,
  atoms: CollectedCounts,
  facet: CappedFacet,
): Promise<void> {
  const days = await valuesNearCap(reader, prepared, facet);
  if (days.size === 0) return;
  const { subject, state } = prepared;
  const scopes = SCOPES_OF[subject.scopes].map((column, index) => ({ field: `scope${index}`, column }));
  const input = hitsInput(prepared, scopes);
  const nearCap = [...days.keys()].map((key) => Number(key.split(' ')[1]));
  const ofLinks = nearCap.every((scope) => scope > 0) ? [inJsonList(LINK, nearCap)] : [];
  const [rows = []] = await reader.read([listHits(input, [newHits(input)], ofLinks)]);
  const valuesOf = valuesFinder(atoms, prepared);
  for (const row of rows.filter(({ value0 }) => value0 !== null)) {
    const day = dayOf(Number(row.at));
    const value = scopes.reduce<Value>((under, { field }) => {
      const scope = Number(row[field]);
      const known = row[field] === null ? undefined : days.get(dayKey(scope, day));
      return admittedValue(known, facet, under, day < state.compactedDay ? 0 : capOf(scope, facet));
    }, row.value0 ?? OTHER);
    if (value !== row.value0 && isIn(input, row)) move(valuesOf, row, value);
  }
}

/** Moves hits that the sums count as `(other)`, if they are read one by one. */
async function moveRolledUpHits(
  reader: Reader,
  prepared: PreparedStats,
  atoms: CollectedCounts,
  facet: CappedFacet,
): Promise<void> {
  const { subject, state } = prepared;
  const isCompacted = sql`h.at < ${state.compactedDay * DAY}`;
  const listOf = (scope: SQL) =>
    sql`(SELECT s.${raw(FACETS[facet].sums)} FROM sums s WHERE ${isRow(
      's',
      isCompacted,
      sql`CASE WHEN ${isCompacted} THEN h.at / ${raw(DAY)} ELSE h.at / ${raw(HOUR)} END`,
      scope,
    )})`;
  // A value that the link counts as `(other)` may have its own counts in the wider scopes, from hits of other links.
  const lists = SCOPES_OF[subject.scopes].map((scope, index) => ({
    field: `list${index}`,
    column: listOf(scope),
  }));
  const input = hitsInput(prepared, lists);
  const hasOther = lists.map(
    ({ column }) => sql`instr(coalesce(${column}, ''), ${JSON.stringify(OTHER)}) > 0`,
  );
  const [rows = []] = await reader.read([
    listHits(input, rolledUpHits(input), [sql`(${sql.join(hasOther, sql` OR `)})`]),
  ]);
  const valuesOf = valuesFinder(atoms, prepared);
  const known = new Map<string, Set<Value>>();
  const valuesIn = (list: string) => {
    const values = known.get(list) ?? new Set<Value>();
    if (!known.has(list)) eachValue(list, (value) => values.add(value));
    known.set(list, values);
    return values;
  };
  for (const row of rows.filter(({ value0 }) => value0 !== null)) {
    const isNamed = lists.every(({ field }) => valuesIn(String(row[field] ?? '[]')).has(row.value0 ?? OTHER));
    if (!isNamed && isIn(input, row)) move(valuesOf, row, OTHER);
  }
}

/** Moves the hits among the atoms that count as `(other)`, if the question is about a capped fact. */
export async function moveCapped(
  reader: Reader,
  prepared: PreparedStats,
  atoms: CollectedCounts,
): Promise<void> {
  const { facets, crossed } = prepared.subject;
  const facet = CAPPED_FACETS.find((name) => name === facets[0]);
  if (facet === undefined || crossed) return;
  await moveNewHits(reader, prepared, atoms, facet);
  await moveRolledUpHits(reader, prepared, atoms, facet);
}
