/** Compacts old UTC days to daily totals (docs/adr/0010-retention.md). */

import { type SQL, sql } from 'drizzle-orm';
import { FACETS, type Facet } from '../../stats/facets.ts';
import { COUNTS } from '../../stats/measures.ts';
import { RARE_BELOW_CLICKS } from '../../stats/rare-values.ts';
import type { SumsState } from '../../sums/progress.ts';
import {
  ALL_LINKS_SCOPE,
  addSumRow,
  type SumRow,
  subtractRow,
  sumKey,
  UNIT_CODE,
  withRareAsOther,
} from '../../sums/sum-row.ts';
import type { Tally } from '../../sums/tally.ts';
import { DAY, HOURS_PER_DAY } from '../../time.ts';
import { jsonList } from '../sql/conditions.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { readScopeIds } from './channel-scope-ids.ts';
import { commitSums, ROLLED_UP_TO_ID, SELECT_PROGRESS, stateIn } from './progress-row.ts';
import { isAfterScope, isWithin, nextTime } from './row-id.ts';
import { putSumRows, readSumRow, readSumRows, SUM_COLUMNS } from './sum-row.ts';

/** Links of a day per step, and hour rows that a step deletes. */
const LINKS_AT_ONCE = 200;
const ROWS_AT_ONCE = 2_000;
const CLICKS = COUNTS.indexOf('clicks');

const OLDEST = sql`SELECT ${nextTime(UNIT_CODE.hour, 0)} / ${raw(HOURS_PER_DAY)} AS day`;

/** Finds a hit that is still to be deleted, of this day or of another old day with an overlapping range of ids. */
const hitsLeft = (day: number, before: number): SQL => sql`SELECT 1 FROM sums s INDEXED BY sums_hits
  CROSS JOIN hits h ON h.id BETWEEN s.first_hit_id AND s.last_hit_id
  WHERE s.last_hit_id IS NOT NULL AND s.time >= ${day * HOURS_PER_DAY} AND s.time < ${(day + 1) * HOURS_PER_DAY}
    AND h.at < ${before * DAY} AND +h.id <= ${ROLLED_UP_TO_ID} LIMIT 1`;

const linksAfter = (day: number, link: number): SQL => sql`SELECT ${SUM_COLUMNS}, l.domain, l.channel
  FROM sums s JOIN links l ON l.id = s.scope
  WHERE ${isAfterScope('s', UNIT_CODE.day, day, link)} ORDER BY s.id LIMIT ${raw(LINKS_AT_ONCE)}`;

const deleteHours = (day: number): SQL => sql`DELETE FROM sums WHERE id IN (
  SELECT s.id FROM sums s WHERE ${isWithin('s', UNIT_CODE.hour, day * HOURS_PER_DAY, (day + 1) * HOURS_PER_DAY)}
  LIMIT ${raw(ROWS_AT_ONCE)})`;

/** Deletes the counts of shares on a compacted day that are stored no longer. */
const forgetDeletedShares = (day: number): SQL => sql`DELETE FROM share_days
  WHERE day <= ${day} AND NOT EXISTS (SELECT 1 FROM shares WHERE shares.id = share_days.share_id)`;

const NO_REFERRER = sql`SELECT id FROM referrers WHERE host = ''`;

/** Whether a value is a mark or referrer with few clicks on a link's day. Having no referrer is never rare. */
const isRareBut =
  (noReferrer: number) =>
  (facet: Facet, value: number | string, tally: Tally): boolean =>
    FACETS[facet].perDay !== null &&
    (tally[CLICKS] ?? 0) < RARE_BELOW_CLICKS &&
    !(facet === 'referrer' && value === noReferrer);

/** Moves rare values of some links of a day to `(other)`, in their rows and by the same amount in the wider rows. */
async function compactRows(engine: Engine, found: Row[]): Promise<Iterable<SumRow>> {
  const [blank] = await engine.read([NO_REFERRER]);
  const isRare = isRareBut(Number(blank?.[0]?.id ?? -1));
  const scopes = await readScopeIds(engine);
  // What is rare is decided for each link, so that wider rows remain the exact sum of their links.
  const changed = found.flatMap((each) => {
    const row = readSumRow(each);
    const lesser = withRareAsOther(row, isRare);
    const wider = [scopes.of(String(each.domain), String(each.channel)), ALL_LINKS_SCOPE];
    return lesser ? [{ row, lesser, wider: wider.map((scope) => ({ ...row, scope })) }] : [];
  });
  const rows = await readSumRows(
    engine,
    changed.flatMap(({ wider }) => wider),
  );
  for (const { row, lesser, wider } of changed) {
    for (const wide of wider.flatMap((key) => rows.get(sumKey(key)) ?? [])) {
      subtractRow(wide, row);
      addSumRow(wide, { ...lesser, lastClickAt: null });
    }
    rows.set(sumKey(row), lesser);
  }
  return rows.values();
}

/** Reduces the time of a link's last click to its day. */
const forgetTimes = (day: number, links: unknown[]): SQL => sql`UPDATE totals SET last_click_at = ${day * DAY}
  WHERE last_click_at / ${raw(DAY)} = ${day} AND last_click_at > ${day * DAY}
    AND link_id IN ${jsonList(links)}`;

/**
 * Each call is one step of compacting UTC days before `day`; false if there is nothing to do now, which may be
 * because single hits are still to be deleted. No step changes a count.
 */
export function createCompaction(engine: Engine): (day: number) => Promise<boolean> {
  // Links of `day` up to `link` are done. Repeating them changes nothing.
  let progress = { day: 0, link: 0 };

  const compactLinks = async (state: SumsState, day: number): Promise<boolean> => {
    if (progress.day !== day) progress = { day, link: 0 };
    const [found = []] = await engine.read([linksAfter(day, progress.link)]);
    if (found.length === 0) return false;
    const links = found.map(({ scope }) => scope);
    const rows = putSumRows(await compactRows(engine, found));
    await commitSums(engine, state, [rows, forgetTimes(day, links)]);
    progress.link = Number(links.at(-1));
    return true;
  };

  const compactDay = async (state: SumsState, day: number): Promise<boolean> => {
    const [left = []] = await engine.read([hitsLeft(day, state.compactedDay)]);
    if (left.length > 0) return false;
    if (!(await compactLinks(state, day)))
      await commitSums(engine, state, [deleteHours(day), forgetDeletedShares(day)]);
    return true;
  };

  return async (before) => {
    const [states, oldest] = await engine.read([SELECT_PROGRESS, OLDEST]);
    const state = stateIn(states);
    const day = Number(oldest?.[0]?.day ?? Number.POSITIVE_INFINITY);
    const limit = Math.min(before, state.closedDay);
    // From now on only the sums answer for these days, so that their single hits may be deleted.
    if (day < limit && state.compactedDay < limit) {
      await commitSums(engine, state, [], { compactedDay: limit });
      return true;
    }
    return day < state.compactedDay && compactDay(state, day);
  };
}
