/** Long reads on Node: a few processes, a short queue before them, and an end to each question. */
import { AppError } from '../../../errors.ts';
import type { Elsewhere } from '../../../store/store.ts';
import type { Store } from '../../../store-ports.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { createReader, ReaderUnavailable } from './reader.ts';
import type { Question } from './reader-messages.ts';
import { createTurnstile, type TurnstileLimits } from './semaphore.ts';

/** `readMs`: a question that takes longer is cut off. */
export interface ReadersLimits extends TurnstileLimits {
  readMs: number;
}

const LIMITS: ReadersLimits = { atOnce: 2, waiting: 20, waitMs: 10_000, readMs: 10_000 };
const ONE_AT_A_TIME = { ...LIMITS, atOnce: 1 };

/** Processes that answer questions to the parts of a store. */
export interface Readers {
  /** What `part.verb(...args)` answers there. */
  ask(part: string, verb: string, ...args: unknown[]): Promise<unknown>;
  /** Ends all processes. What is being read fails. */
  stop(): Promise<void>;
}

/** Two processes for statistics, and one for lists and exports, which are many short questions. */
export function openReaders(options: { dataDir: string }) {
  const large = createReaders(options);
  const lists = createReaders({ ...options, limits: ONE_AT_A_TIME });
  return {
    elsewhere: reportsFrom(large, lists),
    stop: async () => void (await Promise.all([large.stop(), lists.stop()])),
  };
}

/** The parts of a store that only read, answered by these processes: statistics by `large`, all else by `lists`. */
export const reportsFrom = (large: Asked, lists = large): Elsewhere => ({
  stats: { read: verbOf(large, 'stats', 'read') },
  hitList: { slice: verbOf(lists, 'hitList', 'slice') },
  sightings: { slice: verbOf(lists, 'sightings', 'slice'), groups: verbOf(lists, 'sightings', 'groups') },
  refusals: { read: verbOf(lists, 'refusals', 'read') },
});

type Asked = Pick<Readers, 'ask'>;

// The reader runs the same verb of the same store, and its result is plain data.
const verbOf = <Part extends keyof Store, Name extends keyof Store[Part] & string>(
  { ask }: Asked,
  part: Part,
  verb: Name,
) => ((...args: unknown[]) => ask(part, verb, ...args)) as Store[Part][Name];

/** Nothing starts before the first question. The files must have been prepared by then. */
export function createReaders(options: { dataDir: string; limits?: ReadersLimits; script?: URL }): Readers {
  const { dataDir, limits = LIMITS, ...script } = options;
  const paths = { sums: databasePath(dataDir, 'sums'), main: databasePath(dataDir, 'main') };
  const all = Array.from({ length: limits.atOnce }, () => createReader({ ...paths, ...script }));
  const free = [...all];
  const turnstile = createTurnstile(limits);

  const askFree = async (question: Question): Promise<unknown> => {
    const reader = free.pop();
    if (!reader) return 'cut';
    try {
      return await reader.ask(question, limits.readMs);
    } catch (error) {
      throw error instanceof ReaderUnavailable ? unavailable(error) : error;
    } finally {
      free.push(reader);
    }
  };

  return {
    async ask(part, verb, ...args) {
      const goOut = await turnstile.enter();
      if (goOut === 'full') throw tooLarge('Too many large questions are waiting for their turn.');
      try {
        const answer = await askFree({ part, verb, args });
        if (answer !== 'cut') return answer;
      } finally {
        goOut();
      }
      throw tooLarge(
        `This takes more than ${limits.readMs / 1000} s: ask for a shorter period or less at once.`,
      );
    },
    async stop() {
      await Promise.all(all.map((reader) => reader.stop()));
    },
  };
}

const tooLarge = (detail: string) => new AppError('query_too_large', detail);

const unavailable = (cause: Error) =>
  Object.assign(new AppError('storage_busy', 'No process can be started to read this. Try again soon.'), {
    cause,
  });
