/** What all bulk requests have in common: their limits, and how an item is refused. */
import type { z } from '@hono/zod-openapi';
import { AppError } from '../../errors.ts';
import type { Problem } from '../schemas/shapes.ts';
import type { ApiContext } from './env.ts';
import { problemDetails } from './problem.ts';

export const MAX_ITEMS = 1000;
/** Password hashing is slow on purpose, and visitors with passwords wait for the same two threads. */
export const MAX_PASSWORDS = 50;

/** The answer to an item that was refused, without its position. */
export interface Refused {
  status: number;
  problem: z.infer<typeof Problem>;
}

export function refused(c: ApiContext, error: unknown): Refused {
  const problem = problemDetails(c, error);
  return { status: problem.status, problem };
}

/** Throws `too_many_rows` beyond the limit; `pointer` and `noun` name the items. */
export function limitItems(pointer: string, { length }: unknown[], noun = 'items'): void {
  if (length <= MAX_ITEMS) return;
  const detail = `The request must have at most ${MAX_ITEMS} ${noun}. Split it into several requests.`;
  throw new AppError('too_many_rows', detail, [{ pointer, detail }]);
}
