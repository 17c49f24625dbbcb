/** Bulk changes: batches that are written together. */
import { nextTurn } from '../next-turn.ts';

interface Named {
  id: string;
}

/** Items in their order, in batches in which no name occurs twice: an item sees what those before it have changed. */
function batchesOf<Item extends Named>(items: Item[], most: number): Item[][] {
  const batches: Item[][] = [];
  let ids = new Set<string>();
  for (const item of items) {
    const last = batches.at(-1);
    if (last && last.length < most && !ids.has(item.id)) last.push(item);
    else {
      batches.push([item]);
      ids = new Set();
    }
    ids.add(item.id);
  }
  return batches;
}

/** Runs `work` on batches of at most `most` between other requests, and answers its outcomes in the order of the items. */
export async function inBatches<Item extends Named, Outcome>(
  items: Item[],
  most: number,
  work: (batch: Item[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const batch of batchesOf(items, most)) {
    await nextTurn();
    outcomes.push(...(await work(batch)));
  }
  return outcomes;
}

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
