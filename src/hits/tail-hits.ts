/** Follows the hit log: settled hits in the order of their arrival, each exactly once, without end. */
import { invalid } from '../errors.ts';
import { parseHitId } from './hit-id.ts';
import type { HitTailSlice, TailPosition } from './hit-plan.ts';
import {
  EXPORT_SLICE,
  type HitDeps,
  type HitQuestion,
  planOf,
  type ShownHit,
  settleHits,
  showHit,
} from './list-hits.ts';

/** Where a tail without a position begins: before the first hit. */
export const TAIL_START = 'start';

/** A place in the log as texts show it, and the parameter that names it in an error. */
export interface HitTailPlace {
  position: TailPosition;
  pointer: '?after' | '?cursor';
}

/** The position behind a hit, by its public id, or `START`; undefined for any other text. */
export function parsePosition(text: string): TailPosition | undefined {
  return text === TAIL_START ? { rowId: 0, nonce: null } : parseHitId(text);
}

async function readSlice(
  deps: HitDeps,
  plan: ReturnType<typeof planOf>,
  { position, pointer }: HitTailPlace,
  limit: number,
): Promise<HitTailSlice> {
  const slice = await deps.store.hitList.tail({ ...plan, after: position, limit });
  if (slice !== 'unknown') return slice;
  const detail =
    'Unknown hit: this server has never stored it, or was restored from a copy that does not have it. Begin again with `after=start` and `from`.';
  throw invalid(pointer, detail);
}

/**
 * The next settled hits behind a place, in the order of arrival. There may be fewer than `limit`, even none, and there
 * is always a next position. Throws `validation`, as statistics do, and for an unknown hit.
 */
export async function tailHits(
  deps: HitDeps,
  question: HitQuestion,
  place: HitTailPlace,
  limit: number,
): Promise<{ hits: ShownHit[]; next: TailPosition; isLast: boolean }> {
  const plan = planOf(deps, question);
  await settleHits(deps);
  const { hits, next, isLast } = await readSlice(deps, plan, place, limit);
  return { hits: hits.map(showHit), next, isLast };
}

/** All hits behind a place that are settled now, slice by slice. Each slice is read when it is needed. */
export async function* exportTail(
  deps: HitDeps,
  question: HitQuestion,
  place: HitTailPlace,
): AsyncGenerator<ShownHit[], void> {
  const plan = planOf(deps, question);
  await settleHits(deps);
  for (let position = place.position, isLast = false; !isLast; ) {
    const slice = await readSlice(deps, plan, { ...place, position }, EXPORT_SLICE);
    yield slice.hits.map(showHit);
    ({ next: position, isLast } = slice);
  }
}
