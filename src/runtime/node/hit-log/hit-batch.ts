import type { NewHit } from '../../../hits/hit.ts';

/** Hits that are committed together. */
export interface HitBatch {
  hits: NewHit[];
  /** Takes no more hits, because its commit has been tried. */
  closed: boolean;
  /** The callers got their answer before the commit. */
  answeredEarly: boolean;
  /** What the callers of `append` wait for: the end of the batch, or `answerEarly`. */
  answer: Promise<void>;
  done: Promise<void>;
  answerEarly(): void;
  /** With a failure it rejects, unless the callers got their answer before. */
  end(failure?: unknown): void;
}

/** A batch that answers its callers on `answerEarly` or `end`, whichever comes first. */
export function createBatch(hits: NewHit[] = []): HitBatch {
  const answer = deferred();
  const done = deferred();
  return {
    hits,
    closed: false,
    answeredEarly: false,
    answer: answer.promise,
    done: done.promise,
    answerEarly() {
      this.answeredEarly = true;
      answer.resolve();
    },
    end(failure) {
      for (const each of [answer, done]) failure === undefined ? each.resolve() : each.reject(failure);
    },
  };
}

/** A promise whose failure is not an unhandled rejection if no caller waits for it. */
function deferred(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => {});
  return resolvers;
}

/** Splits a batch in two. The batch ends when both halves have ended, and fails only if both fail. */
export function splitBatch(batch: HitBatch): [HitBatch, HitBatch] {
  const middle = Math.ceil(batch.hits.length / 2);
  const failures: unknown[] = [];
  let left = 2;
  const half = (hits: NewHit[]): HitBatch => ({
    ...createBatch(hits),
    closed: true,
    answeredEarly: batch.answeredEarly,
    answerEarly() {
      this.answeredEarly = true;
      batch.answerEarly();
    },
    end(failure) {
      if (failure !== undefined) failures.push(failure);
      left -= 1;
      if (left === 0) batch.end(failures.length === 2 ? failures[0] : undefined);
    },
  });
  return [half(batch.hits.slice(0, middle)), half(batch.hits.slice(middle))];
}
