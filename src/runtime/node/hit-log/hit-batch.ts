import type { NewHit } from '../../../hits/hit.ts';

/** Hits that are committed together. */
export interface HitBatch {
  hits: NewHit[];
  /** Takes no more hits: its commit has been tried. */
  closed: boolean;
  /** Those who wait for it were sent on. */
  released: boolean;
  /** What those who appended wait for: its end, unless they were released before. */
  answer: Promise<void>;
  done: Promise<void>;
  release(): void;
  /** With a failure it rejects, unless everybody was sent on already. */
  end(failure?: unknown): void;
}

/** Answers nobody before `release` or `end`. */
export function createBatch(hits: NewHit[] = []): HitBatch {
  const answer = promised();
  const done = promised();
  return {
    hits,
    closed: false,
    released: false,
    answer: answer.promise,
    done: done.promise,
    release() {
      this.released = true;
      answer.resolve();
    },
    end(failure) {
      for (const each of [answer, done]) failure === undefined ? each.resolve() : each.reject(failure);
    },
  };
}

interface Promised {
  promise: Promise<void>;
  resolve(): void;
  reject(failure: unknown): void;
}

function promised(): Promised {
  let settle: Omit<Promised, 'promise'> = { resolve: () => {}, reject: () => {} };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever waits hears of a failure; that nobody does is no failure of its own.
  promise.catch(() => {});
  return { promise, ...settle };
}

/** Two batches in its place. It ends with the later of them, and has failed only if both have. */
export function halves(batch: HitBatch): [HitBatch, HitBatch] {
  const middle = Math.ceil(batch.hits.length / 2);
  const failures: unknown[] = [];
  let left = 2;
  const half = (hits: NewHit[]): HitBatch => ({
    ...createBatch(hits),
    closed: true,
    released: batch.released,
    release() {
      this.released = true;
      batch.release();
    },
    end(failure) {
      if (failure !== undefined) failures.push(failure);
      left -= 1;
      if (left === 0) batch.end(failures.length === 2 ? failures[0] : undefined);
    },
  });
  return [half(batch.hits.slice(0, middle)), half(batch.hits.slice(middle))];
}
