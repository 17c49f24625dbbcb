/** What hits add to the counts of the shares by whose codes they came. */
import { dayOf } from '../time.ts';
import { type ChangedHit, type CountedHit, isLive } from './counted-hit.ts';

/** The counts of a share on a UTC day. */
export interface ShareCounts {
  linkRowId: number;
  shareRowId: number;
  day: number;
  clicks: number;
  /** Clicks of the person who shared. */
  ownClicks: number;
  previews: number;
}

/** What these new hits and changes add: one entry for each share and day, negative counts subtract. */
export function shareCountsOf(
  hits: readonly CountedHit[],
  changed: readonly ChangedHit[] = [],
): ShareCounts[] {
  const counts = new Map<string, ShareCounts>();
  const add = (hit: CountedHit | null, kind: CountedHit['kind'], sign: 1 | -1) => {
    if (!isLive(hit) || hit.shareRowId === null) return;
    if (kind !== 'click' && kind !== 'preview') return;
    const { linkRowId, shareRowId } = hit;
    const day = dayOf(hit.at);
    const key = `${shareRowId} ${day}`;
    const known = counts.get(key) ?? { linkRowId, shareRowId, day, clicks: 0, ownClicks: 0, previews: 0 };
    counts.set(key, known);
    if (kind === 'preview') known.previews += sign;
    else known.clicks += sign;
    if (kind === 'click' && hit.isOwn) known.ownClicks += sign;
  };
  for (const hit of hits) add(hit, hit.kind, 1);
  for (const { hit, wasKind } of changed) {
    add(hit, wasKind, -1);
    if (hit) add(hit, hit.kind, 1);
  }
  return [...counts.values()];
}
