import type { Deps } from '../ports.ts';
import { readQuestion, type StatsQuestion } from '../stats/question.ts';
import { storageTrouble } from '../storage-trouble.ts';
import { isoTime } from '../time.ts';
import type { HitKind } from './hit.ts';
import { hitId } from './hit-id.ts';
import type { HitPlan, StoredHit } from './hit-plan.ts';

/** A query as it arrives, as texts, with the filters and period of a statistics query. */
export interface HitQuestion
  extends Pick<StatsQuestion, 'filters' | 'contentIds' | 'linkIds' | 'from' | 'to' | 'timezone'> {
  /** Accepted kinds; an empty list accepts all. */
  kinds: HitKind[];
}

/** A hit as the API shows it: a public id, and its time as ISO 8601 UTC. */
export type ShownHit = Omit<StoredHit, 'rowId' | 'nonce' | 'at'> & { id: string; at: string };

/** Where a slice begins and how long it is. */
export type HitPageSlot = Pick<HitPlan, 'before' | 'limit'>;

export type HitDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

// Large enough to outweigh the cost of a query, small enough for one turn of the event loop.
export const EXPORT_SLICE = 500;

/** The query as the store takes it, without a slot. Throws `validation`, as statistics do. */
export function planOf(
  { settings, clock }: HitDeps,
  { kinds, ...question }: HitQuestion,
): Omit<HitPlan, keyof HitPageSlot> {
  const { plan } = readQuestion(
    { ...question, groupBy: [], sort: null, limit: null },
    settings.publicUrl,
    clock(),
  );
  const { filters, from, to } = plan;
  return { filters, from, to, kinds };
}

// Field by field, since rest properties are slow and an export converts a million hits.
export const showHit = (hit: StoredHit): ShownHit => ({
  id: hitId(hit),
  linkId: hit.linkId,
  contentId: hit.contentId,
  channel: hit.channel,
  at: isoTime(hit.at),
  kind: hit.kind,
  reason: hit.reason,
  app: hit.app,
  certainty: hit.certainty,
  country: hit.country,
  region: hit.region,
  city: hit.city,
  device: hit.device,
  os: hit.os,
  browser: hit.browser,
  referrer: hit.referrer,
  mark: hit.mark,
  shareId: hit.shareId,
  unique: hit.unique,
  settled: hit.settled,
});

/** Settles what can be settled. Reading goes on where nothing can be written now: then fewer hits are settled. */
export async function settleHits({ store, clock }: HitDeps): Promise<void> {
  try {
    await store.hits.settle(clock());
  } catch (error) {
    const trouble = storageTrouble(error);
    if (trouble !== 'busy' && trouble !== 'full') throw error;
  }
}

/**
 * One page of hits, newest first, as statistics count them. `next` is `before` of the next page; a page may be short or
 * even empty and still have one. Throws `validation`, as statistics do.
 */
export async function listHits(
  deps: HitDeps,
  question: HitQuestion,
  slot: HitPageSlot,
): Promise<{ hits: ShownHit[]; next: number | null }> {
  const plan = planOf(deps, question);
  await settleHits(deps);
  const { hits, next } = await deps.store.hitList.slice({ ...plan, ...slot });
  return { hits: hits.map(showHit), next };
}

/** All hits from `before` on, newest first, slice by slice. Each slice is read when it is needed. */
export async function* exportHits(
  deps: HitDeps,
  question: HitQuestion,
  before: number | null,
): AsyncGenerator<ShownHit[], void> {
  const plan = planOf(deps, question);
  await settleHits(deps);
  for (let from = before, first = true; first || from !== null; first = false) {
    const { hits, next } = await deps.store.hitList.slice({ ...plan, before: from, limit: EXPORT_SLICE });
    yield hits.map(showHit);
    from = next;
  }
}
