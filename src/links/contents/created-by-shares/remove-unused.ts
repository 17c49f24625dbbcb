/** Removes contents that readers have created by sharing a page and that nobody uses any more. */
import { SYSTEM_AUTHOR } from '../../../audit/audit-entry.ts';
import type { CreatedSharedContent } from '../../../store-ports/link-stores.ts';
import type { Store } from '../../../store-ports/store.ts';
import type { TrustedTime } from '../../../sums/trusted-clock.ts';
import { DAY, dayOf } from '../../../time.ts';
import { type Content, UNUSED_SHARED_DAYS } from '../content.ts';

/** Few, because D1 allows a step only so many queries, and each removal takes two. */
const CONTENTS_PER_STEP = 5;
/** A content with more links than this has got them from the team, and is kept. */
const MOST_LINKS = 100;

type RemovalStore = Pick<Store, 'contents' | 'links' | 'stats'>;

/** The UTC milliseconds of the last click on each content, by row id; those to keep in any case are `Infinity`. */
async function lastClicksOf(
  { links, stats }: RemovalStore,
  contents: Content[],
): Promise<Map<number, number>> {
  const found = await links.firstOfContents(
    contents.map(({ rowId }) => rowId),
    MOST_LINKS + 1,
  );
  const totals = await stats.totals(found.map(({ rowId }) => rowId));
  const byContent = Map.groupBy(found, ({ contentId }) => contentId);
  return new Map(
    contents.map(({ id, rowId }) => {
      const own = byContent.get(id) ?? [];
      const clicks = own.map((link) => totals.get(link.rowId)?.lastClickAt ?? 0);
      return [rowId, own.length > MOST_LINKS ? Number.POSITIVE_INFINITY : Math.max(0, ...clicks)];
    }),
  );
}

/** Removes those of these contents that have not been clicked since `before`. */
async function removeUnclicked(store: RemovalStore, contents: Content[], before: number, now: number) {
  if (contents.length === 0) return;
  const lastClicks = await lastClicksOf(store, contents);
  for (const { id, rowId } of contents) {
    if ((lastClicks.get(rowId) ?? 0) >= before) continue;
    await store.contents.removeShared(rowId, now, {
      ...{ author: SYSTEM_AUTHOR, at: now, action: 'content.delete', objectId: id, fields: [] },
    });
  }
}

interface Pass {
  day: number;
  after: CreatedSharedContent | null;
  isDone: boolean;
}

/**
 * Each call is one step of a pass over these contents, of which there is one for each UTC day; false once it is complete.
 * A content is unused after 30 days without a click and without a share. What the team has used is its own, and stays.
 */
export function createUnusedRemoval(store: RemovalStore): (time: TrustedTime) => Promise<boolean> {
  let pass: Pass = { day: Number.NaN, after: null, isDone: false };

  return async ({ now, agingAt }) => {
    const day = dayOf(agingAt);
    if (pass.day !== day) pass = { day, after: null, isDone: false };
    if (pass.isDone) return false;
    const before = agingAt - UNUSED_SHARED_DAYS * DAY;
    const slot = { after: pass.after, limit: CONTENTS_PER_STEP };
    const found = await store.contents.notSharedSince(before, slot);
    await removeUnclicked(store, found, before, now);
    pass = { day, after: found.at(-1) ?? pass.after, isDone: found.length < CONTENTS_PER_STEP };
    return !pass.isDone;
  };
}
