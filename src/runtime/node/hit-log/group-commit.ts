/** Durable hits with one commit for all that arrive within two turns of the event loop, or within a long one. */
import type { NewHit } from '../../../hits/hit.ts';
import type { HitLog } from '../../../ports.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import { afterTwoTurns } from '../two-turns.ts';
import { createBatch, type HitBatch, splitBatch } from './hit-batch.ts';

/** Hits per commit at most, so that a flood does not make one turn of the event loop long. */
export const BATCH_LIMIT = 2_000;
/** Hits at most that wait for a lock of another process. */
const QUEUE_LIMIT = 200_000;
const RETRY_MS = 5;
/** When a lock lasts longer, people are redirected before their hit is on disk. */
const MAX_ANSWER_DELAY_MS = 250;

export interface GroupCommit extends HitLog {
  /** How many hits were answered but are not on disk yet: a crash now would lose them. */
  pending(): number;
  /** Resolves when every hit appended so far is stored or lost. Never rejects: `append` reports failures. */
  flush(): Promise<void>;
}

/** Gets the outcome of each hit once. */
export interface HitOutcome {
  stored(hits: NewHit[]): void;
  lost(hits: NewHit[], reason: unknown): void;
  /** A commit of hits that succeeded, and how long it took. */
  committed?(ms: number): void;
}

export interface GroupCommitOptions {
  onOutcome?: HitOutcome;
  queueLimit?: number;
  /** A monotonic clock in milliseconds. */
  now?: () => number;
}

/** How the next commit is scheduled after a commit with this result. */
const scheduleAfter = {
  busy: (commitNext: () => void) => setTimeout(commitNext, RETRY_MS),
  done: (commitNext: () => void) => setImmediate(commitNext),
};

const noop: HitOutcome = { stored: () => {}, lost: () => {} };

/**
 * Collects the hits of two event-loop turns, or of a long one, and passes them to `commit` together, in order, one commit
 * at a time. `append` resolves after the commit of its batch and rejects if that commit fails; other batches are not affected.
 * Batches wait while another process holds the lock. A batch with an invalid row is bisected until that row is alone.
 */
export function createGroupCommit(
  commit: (hits: NewHit[]) => Promise<void>,
  { onOutcome = noop, queueLimit = QUEUE_LIMIT, now = () => performance.now() }: GroupCommitOptions = {},
): GroupCommit {
  const queue: HitBatch[] = [];
  let queued = 0;
  let running = false;
  /** When hits began to wait for a lock; null once none of them waits any more. */
  let stalledSince: number | null = null;
  let newest: Promise<void> = Promise.resolve();

  const isOverdue = () => stalledSince !== null && now() - stalledSince >= MAX_ANSWER_DELAY_MS;

  const open = (): HitBatch => {
    const batch = createBatch();
    queue.push(batch);
    newest = batch.done;
    if (isOverdue()) batch.answerEarly();
    if (!running) {
      running = true;
      afterTwoTurns(commitNext, { now });
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

  /** Commits the first batch. 'busy' if it has to wait for a lock. */
  const commitBatch = async (batch: HitBatch): Promise<keyof typeof scheduleAfter> => {
    const started = now();
    batch.closed = true;
    try {
      await commit(batch.hits);
      onOutcome.committed?.(now() - started);
    } catch (error) {
      const trouble = storageTrouble(error);
      if (trouble === 'busy') {
        stalledSince ??= started;
        return 'busy';
      }
      if (trouble === 'row' && batch.hits.length > 1) queue.splice(0, 1, ...splitBatch(batch));
      else end(batch, error);
      return 'done';
    }
    end(batch);
    return 'done';
  };

  const commitNext = async () => {
    const [first] = queue;
    const result = first ? await commitBatch(first) : 'done';
    if (isOverdue()) for (const batch of queue) batch.answerEarly();
    if (queue.length === 0) stalledSince = null;
    running = queue.length > 0;
    if (running) scheduleAfter[result](commitNext);
  };

  return {
    append(hit) {
      if (queued >= queueLimit) {
        const full = new Error(`${queueLimit} hits are waiting already`);
        onOutcome.lost([hit], full);
        return Promise.reject(full);
      }
      const last = queue.at(-1);
      const fits =
        last && !last.closed && last.hits.length < BATCH_LIMIT && last.answeredEarly === isOverdue();
      const batch = fits ? last : open();
      batch.hits.push(hit);
      queued += 1;
      return batch.answer;
    },
    pending: () => queue.reduce((sum, { answeredEarly, hits }) => sum + (answeredEarly ? hits.length : 0), 0),
    flush: () => newest.catch(() => {}),
  };
}
