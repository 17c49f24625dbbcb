/** Long reads on Node: a few processes, a short queue before them, and an end to each question. */
import { AppError } from '../../errors.ts';
import { compile } from '../../store/compile.ts';
import type { Reader } from '../../store/engine.ts';
import { databasePath } from './open-files.ts';
import { createReader } from './reader.ts';
import { createTurnstile, type TurnstileLimits } from './turnstile.ts';

/** `readMs`: a question that takes longer is cut off. */
export interface ReadersLimits extends TurnstileLimits {
  readMs: number;
}

const LIMITS: ReadersLimits = { atOnce: 2, waiting: 20, waitMs: 10_000, readMs: 10_000 };
const ONE_AT_A_TIME = { ...LIMITS, atOnce: 1 };

export interface Readers extends Reader {
  /** Ends all processes. What is being read fails. */
  stop(): Promise<void>;
}

/** Two processes for questions that take long, and one for lists and exports. */
export function openReaders(options: { dataDir: string }) {
  const heavy = createReaders(options);
  const portions = createReaders({ ...options, limits: ONE_AT_A_TIME });
  return { heavy, portions, stop: async () => void (await Promise.all([heavy.stop(), portions.stop()])) };
}

/** Nothing starts before the first question. The files must have been prepared by then. */
export function createReaders(options: { dataDir: string; limits?: ReadersLimits; script?: URL }): Readers {
  const { dataDir, limits = LIMITS, ...script } = options;
  const paths = { sums: databasePath(dataDir, 'sums'), main: databasePath(dataDir, 'main') };
  const all = Array.from({ length: limits.atOnce }, () => createReader({ ...paths, ...script }));
  const free = [...all];
  const turnstile = createTurnstile(limits);

  return {
    async read(queries, values) {
      const texts = queries.map((query) => {
        const { text, params } = compile(query, values);
        return { sql: text, params };
      });
      const goOut = await turnstile.enter();
      if (goOut === 'full') throw tooLarge('Too many large questions are waiting for their turn.');
      const reader = free.pop();
      try {
        const rows = await reader?.read(texts, limits.readMs);
        if (rows === undefined || rows === 'cut') {
          throw tooLarge(
            `This takes more than ${limits.readMs / 1000} s: ask for a shorter period or less at once.`,
          );
        }
        return rows;
      } finally {
        if (reader) free.push(reader);
        goOut();
      }
    },
    async stop() {
      await Promise.all(all.map((reader) => reader.stop()));
    },
  };
}

const tooLarge = (detail: string) => new AppError('query_too_large', detail);
