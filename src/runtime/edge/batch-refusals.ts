/** Counts the refusals and unknown slugs of many requests in one transaction, after their answers. */
import { batching, createRefusalBatch, type RefusalBatch } from '../../hits/refusal-batch.ts';
import type { Clock } from '../../ports.ts';
import type { RefusalCounts } from '../../store-ports/count-stores.ts';
import type { CountingStore } from '../../store-ports/store.ts';
import type { DeferWork } from './defer.ts';

/** Batches follow one another at this distance, so that a flood writes to D1 twenty times a second at most. */
const DISTANCE_MS = 50;
/** A batch that is not stored after so long is abandoned: the platform has ended the request that was to store it. */
const ABANDONED_MS = 10_000;

interface BatchDeps {
  count(counts: RefusalCounts): Promise<void>;
  clock: Clock;
  defer: DeferWork;
}

/** The request that opens a batch stores it; the other requests only add to it. No visitor waits. */
export function batchRefusalsAtEdge({ count, clock, defer }: BatchDeps): CountingStore {
  let current: { batch: RefusalBatch; since: number } | undefined;
  let previousAt = Number.NEGATIVE_INFINITY;

  const storeLater = async (opened: { batch: RefusalBatch; since: number }) => {
    const age = Math.abs(opened.since - previousAt);
    previousAt = opened.since;
    await new Promise<void>((resolve) => setTimeout(resolve, age < DISTANCE_MS ? DISTANCE_MS : 0));
    if (current === opened) current = undefined;
    await count(opened.batch.counts());
  };

  const open = () => {
    const now = clock();
    if (current && Math.abs(now - current.since) < ABANDONED_MS) return current.batch;
    current = { batch: createRefusalBatch(), since: now };
    defer(storeLater(current), 'Refusals and unknown slugs could not be counted');
    return current.batch;
  };

  return batching(() => ({ batch: open(), stored: Promise.resolve() }));
}
