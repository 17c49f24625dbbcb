/** Counts the refusals and unknown slugs of two event-loop turns in one transaction, like hits. */
import { batching, createRefusalBatch, type RefusalBatch } from '../../../../hits/refusal-batch.ts';
import type { RefusalCounts } from '../../../../store-ports/count-stores.ts';
import type { CountingStore } from '../../../../store-ports/store.ts';

/** Resolves once the answer is counted. */
export function batchRefusals(count: (counts: RefusalCounts) => Promise<void>): CountingStore {
  let current: { batch: RefusalBatch; stored: Promise<void> } | undefined;

  const open = () => {
    const batch = createRefusalBatch();
    const { promise: stored, resolve, reject } = Promise.withResolvers<void>();
    const close = () => {
      current = undefined;
      count(batch.counts()).then(resolve, reject);
    };
    setImmediate(() => setImmediate(close));
    return { batch, stored };
  };

  return batching(() => {
    current ??= open();
    return current;
  });
}
