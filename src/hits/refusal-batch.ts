/** Adds up answers that are not hits until they are stored together. */

import type { Refusal, RefusalCounts, UnknownSlug } from '../store-ports/count-stores.ts';
import type { CountingStore } from '../store-ports/store.ts';

export interface RefusalBatch {
  addRefusal(refusal: Refusal): void;
  addUnknownSlug(unknown: UnknownSlug): void;
  counts(): RefusalCounts;
}

export function createRefusalBatch(): RefusalBatch {
  const refusals = new Map<string, RefusalCounts['refusals'][number]>();
  const unknownSlugs = new Map<string, RefusalCounts['unknownSlugs'][number]>();
  const add = <T extends object>(counts: Map<string, T & { times: number }>, key: string, counted: T) => {
    const known = counts.get(key);
    if (known) known.times += 1;
    else counts.set(key, { ...counted, times: 1 });
  };
  return {
    addRefusal: (refusal) => add(refusals, `${refusal.day} ${refusal.linkRowId} ${refusal.reason}`, refusal),
    addUnknownSlug: (unknown) =>
      add(unknownSlugs, `${unknown.day} ${unknown.domain}/${unknown.slug} ${unknown.mayList}`, unknown),
    counts: () => ({ refusals: [...refusals.values()], unknownSlugs: [...unknownSlugs.values()] }),
  };
}

/** A store that adds each answer to the batch that is open, and waits until that batch is stored. */
export function batching(open: () => { batch: RefusalBatch; stored: Promise<void> }): CountingStore {
  return {
    countRefusal(refusal) {
      const { batch, stored } = open();
      batch.addRefusal(refusal);
      return stored;
    },
    countUnknownSlug(unknown) {
      const { batch, stored } = open();
      batch.addUnknownSlug(unknown);
      return stored;
    },
  };
}
