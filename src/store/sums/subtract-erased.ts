/** Subtracts deleted links, erased hits and erased shares from the sums, in steps that can be repeated at any point. */
import { sql } from 'drizzle-orm';
import {
  addSlice,
  type HitSlice,
  recordTotals,
  type TotalsChanges,
  touchedKeys,
} from '../../sums/add-slice.ts';
import { linkDays, nearCapDays } from '../../sums/days-near-value-cap.ts';
import { openDayOf, type SumsState } from '../../sums/progress.ts';
import { shareCountsOf } from '../../sums/share-counts.ts';
import {
  ALL_LINKS_SCOPE,
  emptySumRow,
  isEmptyRow,
  type SumKey,
  type SumRow,
  subtractRow,
  sumKey,
  UNIT_CODE,
} from '../../sums/sum-row.ts';
import { dayKey } from '../../sums/value-caps.ts';
import { dayOf, HOURS_PER_DAY } from '../../time.ts';
import type { Engine, Statement } from '../sql/engine.ts';
import { readScopeIds } from './channel-scope-ids.ts';
import { daysOf, type Erasure, erasureIn, rowsOf, SELECT_NEXT_ERASURE } from './erasure-queries.ts';
import { commitSums, SELECT_PROGRESS, stateIn } from './progress-row.ts';
import { asSummed, sharesLeft, survivorsOf } from './read-survivors.ts';
import { previewsIn } from './roll-up.ts';
import { addShareCounts } from './share-days.ts';
import { putSightings, sightingRows } from './sightings.ts';
import { deleteSumRows, putSumRows, readDayValues, readSumRow, readSumRows } from './sum-row.ts';
import { addTotals, dropEmptyTotals } from './totals.ts';

/** Each call is one step; false if nothing is left. */
export function createErasureSubtraction(engine: Engine): () => Promise<boolean> {
  // Days of `link` before `day` are done. Repeating them has the same result.
  let progress = { link: 0, erasedId: 0, erasedShareId: 0, day: Number.MIN_SAFE_INTEGER };

  return async () => {
    const [states, found = []] = await engine.read([SELECT_PROGRESS, SELECT_NEXT_ERASURE]);
    const state = stateIn(states);
    const erasure = found[0] && erasureIn(found[0]);
    if (!erasure) return false;
    if (!isSame(progress, erasure)) progress = { ...erasure, day: 0 };
    const { link } = erasure;
    const [rows = []] = await engine.read([daysOf(link, progress.day)]);
    const days = rows.map(({ day }) => Number(day));
    const last = days.at(-1);
    if (last === undefined) {
      await finish(engine, state, erasure);
      return true;
    }
    await subtractDays(engine, state, erasure, days);
    progress.day = last + 1;
    return true;
  };
}

type Bounds = Pick<Erasure, 'link' | 'erasedId' | 'erasedShareId'>;

const isSame = (one: Bounds, other: Bounds) =>
  one.link === other.link && one.erasedId === other.erasedId && one.erasedShareId === other.erasedShareId;

/** Subtracts the link's rows of these days from the wider rows, and adds what came after the erasure again. */
async function subtractDays(
  engine: Engine,
  state: SumsState,
  erasure: Erasure,
  days: number[],
): Promise<void> {
  const { link, domain, channel } = erasure;
  const scopes = await readScopeIds(engine);
  const wider = [scopes.of(domain, channel), ALL_LINKS_SCOPE];
  const [stored = []] = await engine.read([rowsOf(link, days)]);
  const own = stored.map(readSumRow);
  const isWanted = ({ at }: { at: number }) => days.includes(dayOf(at));
  const hits = await asSummed(engine, (await survivorsOf(engine, state, erasure)).filter(isWanted));
  const shares = (await sharesLeft(engine, state, erasure)).filter(isWanted);
  const slice = { state, hits, shares, changed: [], channelScope: scopes.of };
  const wideKeys = own.flatMap((row) => wider.flatMap((scope) => widerKeys(row, scope, state)));
  const keys = new Map([...wideKeys, ...touchedKeys(slice)].map((key) => [sumKey(key), key]));
  const rows = await readSumRows(engine, keys.values());

  const totals: TotalsChanges = new Map();
  for (const row of own) subtractLinkRow(row, rows, wider, state, totals);
  const values = await survivorValues(engine, slice, rows, link);
  for (const [, { counts, lastClickAt }] of addSlice(slice, { rows, days: values })) {
    recordTotals(totals, link, counts, 1, lastClickAt);
  }
  await commitSums(engine, state, [...scopes.added(), ...written(rows), addTotals(totals)]);
}

/**
 * The keys of the wider scope's rows that include a link's row. While a day is being closed, only the wider scope may
 * have its day row already.
 */
function widerKeys({ unit, time, scope: link }: SumKey, scope: number, state: SumsState): SumKey[] {
  const day = Math.floor(time / HOURS_PER_DAY);
  const isInDay = unit === UNIT_CODE.hour && day >= openDayOf(state, link) && day < openDayOf(state, scope);
  return [{ unit, time, scope }, ...(isInDay ? [{ unit: UNIT_CODE.day, time: day, scope }] : [])];
}

/** Subtracts a link's row from the wider rows and from the totals, and empties it. */
function subtractLinkRow(
  row: SumRow,
  rows: Map<string, SumRow>,
  wider: number[],
  state: SumsState,
  totals: TotalsChanges,
): void {
  for (const key of wider.flatMap((scope) => widerKeys(row, scope, state))) {
    const wide = rows.get(sumKey(key));
    if (wide) subtractRow(wide, row);
  }
  rows.set(sumKey(row), emptySumRow(row));
  const isInTotals = row.unit === UNIT_CODE.day && row.time < openDayOf(state, row.scope);
  if (isInTotals) recordTotals(totals, row.scope, row.counts, -1);
}

/**
 * The values of days near a cap. Those of the link itself start empty: the hits after the erasure are admitted again.
 */
async function survivorValues(engine: Engine, slice: HitSlice, rows: Map<string, SumRow>, link: number) {
  const nearCap = nearCapDays(
    slice,
    { rows, days: new Map() },
    new Set(linkDays(slice).map(([each, day]) => dayKey(each, day))),
  );
  const values = await readDayValues(engine, nearCap, slice.state.compactedDay);
  for (const [scope, day] of nearCap) {
    if (scope === link) values.set(dayKey(scope, day), { referrer: new Set(), mark: new Set() });
  }
  return values;
}

/** Writes what is left of the rows, and deletes those without any hit. */
function written(rows: Map<string, SumRow>): Statement[] {
  const isGone = (row: SumRow) => isEmptyRow(row) && row.firstHitId === null;
  const all = [...rows.values()];
  return [putSumRows(all.filter((row) => !isGone(row))), deleteSumRows(all.filter(isGone))];
}

/** Records that the link is done: from now on its erased hits may be deleted. */
async function finish(engine: Engine, state: SumsState, erasure: Erasure): Promise<void> {
  const { link, erasedId, erasedShareId } = erasure;
  const survivors = await survivorsOf(engine, state, erasure);
  const clicks = survivors.filter(({ kind, at }) => kind === 'click' && dayOf(at) < openDayOf(state, link));
  const lastClickAt = clicks.reduce<number | null>((last, { at }) => Math.max(last ?? 0, at), null);
  await commitSums(engine, state, [
    sql`DELETE FROM share_days WHERE link_id = ${link}`,
    ...addShareCounts(shareCountsOf(await asSummed(engine, survivors))),
    sql`DELETE FROM sightings WHERE link_id = ${link}`,
    putSightings(sightingRows(previewsIn(survivors), [])),
    dropEmptyTotals(link),
    sql`UPDATE totals SET last_click_at = ${lastClickAt} WHERE link_id = ${link}`,
    sql`INSERT INTO erasures (link_id, hit_id, share_id) VALUES (${link}, ${erasedId}, ${erasedShareId})
      ON CONFLICT DO UPDATE SET hit_id = excluded.hit_id, share_id = excluded.share_id`,
    // A deleted link whose hits are deleted needs no record.
    sql`DELETE FROM erasures WHERE link_id <> ${link} AND link_id IN
      (SELECT id FROM links WHERE deleted_at IS NOT NULL AND hits_purged_at IS NOT NULL)`,
  ]);
}
