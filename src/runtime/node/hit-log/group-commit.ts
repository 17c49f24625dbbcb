/** Durable hits at the price of one commit for all that arrive within two turns of the event loop. */
import type { NewHit } from '../../../hits/hit.ts';
import type { HitLog } from '../../../ports.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import { createBatch, type HitBatch, halves } from './hit-batch.ts';

/** Hits per commit at most: beyond it a flood would make one turn of the event loop long. */
export const BATCH_LIMIT = 2_000;
/** Hits that wait for a lock of another process at most. */
const QUEUE_LIMIT = 200_000;
const RETRY_MS = 5;
/** Nobody waits longer for a lock: from then on people are sent on before their hit is on disk. */
const PATIENCE_MS = 250;

export interface GroupCommit extends HitLog {
  /** Hits whose redirects were answered although they are not on disk yet: a crash now would lose them. */
  pending(): number;
  /** Resolves when every hit taken so far is stored or lost; never rejects (those who appended are told). */
  flush(): Promise<void>;
}

/** Is told once what became of each hit. */
export interface HitOutcome {
  stored(hits: NewHit[]): void;
  lost(hits: NewHit[], why: unknown): void;
}

export interface GroupCommitOptions {
  onOutcome?: HitOutcome;
  queueLimit?: number;
  /** Milliseconds that never go back. */
  now?: () => number;
}

const soon = {
  wait: (turn: () => void) => setTimeout(turn, RETRY_MS),
  done: (turn: () => void) => setImmediate(turn),
};

const noop: HitOutcome = { stored: () => {}, lost: () => {} };

/**
 * Collects the hits of two event-loop turns and hands them to `commit` together, in order, one commit at a time.
 * `append` resolves after the commit of its batch and rejects with its failure, which spares others. While another
 * process holds the lock, batches wait; one that only a row of its own spoils is taken apart until that row is alone.
 */
export function createGroupCommit(
  commit: (hits: NewHit[]) => Promise<void>,
  { onOutcome = noop, queueLimit = QUEUE_LIMIT, now = () => performance.now() }: GroupCommitOptions = {},
): GroupCommit {
  const queue: HitBatch[] = [];
  let queued = 0;
  let running = false;
  /** Since when hits have been waiting for a lock; it ends with the last that waited. */
  let stalledSince: number | null = null;
  let newest: Promise<void> = Promise.resolve();

  const isOverdue = () => stalledSince !== null && now() - stalledSince >= PATIENCE_MS;

  const open = (): HitBatch => {
    const batch = createBatch();
    queue.push(batch);
    newest = batch.done;
    if (isOverdue()) batch.release();
    if (!running) {
      running = true;
      // One round later: what has arrived by then shares the commit.
      setImmediate(() => setImmediate(turn));
    }
    return batch;
  };

  const end = (batch: HitBatch, failure?: unknown) => {
    queue.shift();
    queued -= batch.hits.length;
    if (failure === undefined) onOutcome.stored(batch.hits);
    else onOutcome.lost(batch.hits, failure);
    batch.end(failure);
  };

  /** Commits the first batch; answers whether it has to wait. */
  const step = async (batch: HitBatch): Promise<keyof typeof soon> => {
    const started = now();
    batch.closed = true;
    try {
      await commit(batch.hits);
    } catch (error) {
      const trouble = storageTrouble(error);
      if (trouble === 'busy') {
        stalledSince ??= started;
        return 'wait';
      }
      if (trouble === 'row' && batch.hits.length > 1) queue.splice(0, 1, ...halves(batch));
      else end(batch, error);
      return 'done';
    }
    end(batch);
    return 'done';
  };

  const turn = async () => {
    const [first] = queue;
    const outcome = first ? await step(first) : 'done';
    if (isOverdue()) for (const batch of queue) batch.release();
    if (queue.length === 0) stalledSince = null;
    running = queue.length > 0;
    if (running) soon[outcome](turn);
  };

  return {
    append(hit) {
      if (queued >= queueLimit) {
        const full = new Error(`${queueLimit} hits are waiting already`);
        onOutcome.lost([hit], full);
        return Promise.reject(full);
      }
      const last = queue.at(-1);
      const fits = last && !last.closed && last.hits.length < BATCH_LIMIT && last.released === isOverdue();
      const batch = fits ? last : open();
      batch.hits.push(hit);
      queued += 1;
      return batch.answer;
    },
    pending: () => queue.reduce((sum, { released, hits }) => sum + (released ? hits.length : 0), 0),
    flush: () => newest.catch(() => {}),
  };
}
