/** Finds the newest click of a link's hour after a later hit has made the previous one something else. */
import { type SQL, sql } from 'drizzle-orm';
import type { ChangedHit } from '../../sums/counted-hit.ts';
import { ALL_LINKS_SCOPE, type SumRow, sumKey, UNIT_CODE } from '../../sums/sum-row.ts';
import { HOUR } from '../../time.ts';
import type { Reader } from '../sql/engine.ts';
import { numberOrNull } from '../sql/values.ts';

/** Selects the newest click of a link within an hour, among the hits between two ids. */
const newestClick = (link: number, hour: number, { firstHitId, lastHitId }: SumRow): SQL =>
  sql`SELECT max(at) AS at FROM hits WHERE id BETWEEN ${firstHitId} AND ${lastHitId} AND link_id = ${link}
    AND kind = 'click' AND at >= ${hour * HOUR} AND at < ${(hour + 1) * HOUR}`;

/** Replaces the time of the last click in each row whose last click was changed, which is rare. */
export async function renewLastClicks(
  { read }: Reader,
  changed: readonly ChangedHit[],
  rows: ReadonlyMap<string, SumRow>,
): Promise<void> {
  for (const { hit, wasKind } of changed) {
    if (hit === null || wasKind !== 'click' || hit.kind === 'click') continue;
    const time = Math.floor(hit.at / HOUR);
    const row = rows.get(sumKey({ unit: UNIT_CODE.hour, time, scope: hit.linkRowId }));
    const ids = rows.get(sumKey({ unit: UNIT_CODE.hour, time, scope: ALL_LINKS_SCOPE }));
    if (!row || !ids || row.lastClickAt !== hit.at) continue;
    const [found] = await read([newestClick(hit.linkRowId, time, ids)]);
    row.lastClickAt = numberOrNull(found?.[0]?.at);
  }
}
