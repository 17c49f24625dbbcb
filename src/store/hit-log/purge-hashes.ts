/** Deletes the hashes of visitors and networks, and those of presses, once their days are over. */
import { type SQL, sql } from 'drizzle-orm';
import { DAY } from '../../time.ts';
import { hitBatches, hitChanges } from '../schema/hits.ts';
import { inJsonList } from '../sql/conditions.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Rows per step, which takes a few milliseconds. */
const STEP = 1_000;

const { firstId, arrivedAt } = hitBatches;
const batchesAfter = (id: number): SQL => sql`SELECT ${firstId} AS id, ${arrivedAt} / ${raw(DAY)} AS day
  FROM ${hitBatches} WHERE ${firstId} > ${id} ORDER BY ${firstId} LIMIT ${raw(STEP)}`;

/** Selects changes that are in the sums. Their ids are not used again, even after they are deleted. */
const oldChanges = (changeId: number): SQL => sql`SELECT ${hitChanges.id} FROM ${hitChanges}
  WHERE ${hitChanges.id} <= ${changeId} ORDER BY ${hitChanges.id} LIMIT ${raw(STEP)}`;

/** The condition of at most one step of presses. */
const oldPresses = (today: number): SQL => sql`share_id IN (SELECT share_id FROM share_presses
  WHERE at < ${(today - 1) * DAY} OR at >= ${(today + 2) * DAY} LIMIT ${raw(STEP)})`;

/**
 * Each call is one step; false once only the hashes of yesterday, `today` and tomorrow (UTC days of arrival) are left.
 * `all` reads the sums as well.
 */
export function createHashPurge({ atomic, read }: Engine, all: Reader): (today: number) => Promise<boolean> {
  // All batches are checked once a day; those up to `after` are done.
  let progress = { today: Number.NaN, after: 0 };

  // Batches are in the order of arrival, but the clock may have been wrong: those from the future are deleted, too.
  const purgeBatches = async (today: number) => {
    if (progress.today !== today) progress = { today, after: 0 };
    const [rows = []] = await read([batchesAfter(progress.after)]);
    const old = rows.flatMap(({ id, day }) => (Math.abs(Number(day) - today) > 1 ? [Number(id)] : []));
    if (old.length > 0) await atomic([sql`DELETE FROM ${hitBatches} WHERE ${inJsonList(firstId, old)}`]);
    const isLast = rows.length < STEP;
    progress.after = isLast ? Number.MAX_SAFE_INTEGER : Number(rows.at(-1)?.id);
    return !isLast || old.length > 0;
  };

  const purgeChanges = async () => {
    const [state] = await all.read([sql`SELECT change_id FROM sums_state`]);
    const old = oldChanges(Number(state?.[0]?.change_id ?? 0));
    const [left = []] = await read([old]);
    if (left.length > 0) await atomic([sql`DELETE FROM ${hitChanges} WHERE ${hitChanges.id} IN (${old})`]);
    return left.length > 0;
  };

  const purgePresses = async (today: number) => {
    const old = oldPresses(today);
    const [left = []] = await read([sql`SELECT 1 FROM share_presses WHERE ${old} LIMIT 1`]);
    if (left.length > 0) await atomic([sql`DELETE FROM share_presses WHERE ${old}`]);
    return left.length > 0;
  };

  return async (today) => (await purgeBatches(today)) || (await purgePresses(today)) || purgeChanges();
}
