/** Long reads on Node: a few reader processes, a short queue in front of them, and a time limit for each query. */
import { AppError } from '../../../errors.ts';
import type { ReportsElsewhere } from '../../../store/store.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import type { Store } from '../../../store-ports/store.ts';
import { createSemaphore, type WaitLimits } from '../semaphore.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { currentCaller } from './caller.ts';
import { largeReaderCount, type ReaderKind } from './memory-limits.ts';
import { createReader, ReaderKilled, ReaderUnavailable } from './reader.ts';
import type { ReaderQuery } from './reader-messages.ts';

export interface ReaderLimits extends WaitLimits {
  processes: number;
  /** A query that takes longer is cancelled. */
  maxReadMs: number;
  kind: ReaderKind;
}

const LIMITS: ReaderLimits = {
  processes: largeReaderCount(),
  maxWaiting: 20,
  maxWaitMs: 10_000,
  maxReadMs: 10_000,
  kind: 'large',
};
/** Lists are read in some milliseconds, so more of them may wait. */
export const LIST_LIMITS: ReaderLimits = { ...LIMITS, kind: 'list', processes: 1, maxWaiting: 100 };

/** Processes that answer queries to the parts of a store. */
export interface Readers {
  /** Resolves with what `part.verb(...args)` returns there. */
  query(part: string, verb: string, ...args: unknown[]): Promise<unknown>;
  /** Ends all processes. Running queries fail. */
  stop(): Promise<void>;
}

/** One or two processes for statistics and searches, and one for reports and exports, which are many short queries. */
export function openReaders(options: { dataDir: string }) {
  const large = createReaders(options);
  const lists = createReaders({ ...options, limits: LIST_LIMITS });
  return {
    elsewhere: reportsElsewhere(large, lists),
    stop: async () => void (await Promise.all([large.stop(), lists.stop()])),
  };
}

/** What a store reads in other processes: statistics and searches in `large`, all other reports in `lists`. */
export const reportsElsewhere = (large: Queryable, lists = large): ReportsElsewhere => ({
  stats: {
    read: verbOf(large, 'stats', 'read'),
    clicksOfContents: verbOf(large, 'stats', 'clicksOfContents'),
    lastClicked: verbOf(large, 'stats', 'lastClicked'),
    totals: async (ids) => new Map((await lists.query('stats', 'totals', ids)) as [number, LinkTotals][]),
  },
  contents: { list: verbOf(large, 'contents', 'list'), sorted: verbOf(large, 'contents', 'sorted') },
  links: { list: verbOf(large, 'links', 'list'), sorted: verbOf(large, 'links', 'sorted') },
  hitList: {
    slice: verbOf(lists, 'hitList', 'slice'),
    tail: verbOf(lists, 'hitList', 'tail'),
    news: verbOf(lists, 'hitList', 'news'),
    clicksByMinute: verbOf(lists, 'hitList', 'clicksByMinute'),
  },
  sightings: { slice: verbOf(lists, 'sightings', 'slice'), groups: verbOf(lists, 'sightings', 'groups') },
  refusals: { read: verbOf(lists, 'refusals', 'read') },
  reach: { read: verbOf(lists, 'reach', 'read') },
});

type Queryable = Pick<Readers, 'query'>;

// The reader runs the same verb of the same store, and its result is plain data.
const verbOf = <Part extends keyof Store, Name extends keyof Store[Part] & string>(
  { query }: Queryable,
  part: Part,
  verb: Name,
) => ((...args: unknown[]) => query(part, verb, ...args)) as Store[Part][Name];

/** Starts no process before the first query. The database files must have been prepared by then. */
export function createReaders(options: { dataDir: string; limits?: ReaderLimits; script?: URL }): Readers {
  const { dataDir, limits = LIMITS, ...script } = options;
  const paths = { sums: databasePath(dataDir, 'sums'), main: databasePath(dataDir, 'main') };
  const { kind } = limits;
  const all = Array.from({ length: limits.processes }, () => createReader({ ...paths, kind, ...script }));
  const idle = [...all];
  const semaphore = createSemaphore(limits.processes);

  const queryIdle = async (query: ReaderQuery): Promise<unknown> => {
    const reader = idle.pop();
    if (!reader) return 'timeout';
    try {
      return await reader.query(query, limits.maxReadMs).catch((error) => {
        // The page of a list needs little memory itself, and an export that has begun can no longer answer 503.
        if (kind === 'list' && error instanceof ReaderKilled) return reader.query(query, limits.maxReadMs);
        throw error;
      });
    } catch (error) {
      if (error instanceof ReaderUnavailable) throw unavailable(error);
      throw error instanceof ReaderKilled ? killed(error) : error;
    } finally {
      idle.push(reader);
    }
  };

  return {
    async query(part, verb, ...args) {
      const release = await semaphore.tryAcquire(limits, currentCaller());
      if (release === 'full')
        throw new AppError(
          'too_many_queries',
          'Too many of your queries, or of all, wait for their turn. Try again in a few seconds.',
        );
      try {
        const result = await queryIdle({ part, verb, args });
        if (result !== 'timeout') return result;
      } finally {
        release();
      }
      throw tooLarge(
        `This query takes more than ${limits.maxReadMs / 1000} s. Ask for a shorter period, fewer groups or filters that accept more.`,
      );
    },
    async stop() {
      await Promise.all(all.map((reader) => reader.stop()));
    },
  };
}

const tooLarge = (detail: string) => new AppError('query_too_large', detail);

const killed = (cause: Error) =>
  Object.assign(
    tooLarge(
      `${cause.message}: perhaps it needed more memory than there is. Ask for a shorter period or fewer groups.`,
    ),
    { cause },
  );

const unavailable = (cause: Error) =>
  Object.assign(
    new AppError('storage_busy', 'The process that reads this cannot be started. Try again later.'),
    {
      cause,
    },
  );
