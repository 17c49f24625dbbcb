/** Durable hits at the price of one commit per event-loop turn. */
import type { NewHit } from '../../hits/hit.ts';
import type { HitLog } from '../../ports.ts';

/** Hits per commit at most: beyond it a flood would make one turn of the event loop long. */
export const BATCH_LIMIT = 2_000;

export interface GroupCommit extends HitLog {
  /** Resolves when every hit taken so far is settled; never rejects (those who appended are told). */
  flush(): Promise<void>;
}

interface Batch {
  hits: NewHit[];
  /** Shared by all who wait for this batch. */
  settled: Promise<void>;
  run(): Promise<void>;
}

/**
 * Collects the hits of one event-loop turn and hands them to `commit` together, in order, one commit at a
 * time. `append` resolves after the commit of its batch and rejects with its failure, which spares others.
 */
export function createGroupCommit(commit: (hits: NewHit[]) => Promise<void>): GroupCommit {
  const queue: Batch[] = [];
  let newest: Promise<void> = Promise.resolve();
  let scheduled = false;

  const open = (): Batch => {
    const batch = createBatch(commit);
    queue.push(batch);
    newest = batch.settled;
    if (!scheduled) {
      scheduled = true;
      setImmediate(turn);
    }
    return batch;
  };

  const turn = async () => {
    await queue.shift()?.run();
    scheduled = queue.length > 0;
    if (scheduled) setImmediate(turn);
  };

  return {
    append(hit) {
      const last = queue.at(-1);
      const batch = last !== undefined && last.hits.length < BATCH_LIMIT ? last : open();
      batch.hits.push(hit);
      return batch.settled;
    },
    flush: () => newest.catch(() => {}),
  };
}

function createBatch(commit: (hits: NewHit[]) => Promise<void>): Batch {
  const hits: NewHit[] = [];
  let start = () => {};
  const settled = new Promise<void>((resolve) => {
    start = resolve;
  }).then(() => commit(hits));
  return {
    hits,
    settled,
    run() {
      start();
      return settled.catch(() => {});
    },
  };
}
