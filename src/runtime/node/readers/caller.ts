/** Who asks a query, so that callers take turns at the readers. */
import { AsyncLocalStorage } from 'node:async_hooks';

const callers = new AsyncLocalStorage<string>();

/** Runs `work` and everything it starts for the sender of this `Authorization` header. It need not be a valid one. */
export function runForCaller<Result>(authorization: string | undefined, work: () => Result): Result {
  // The key alone, because one caller may write the header in many ways.
  const key = authorization?.trim().split(' ').at(-1) ?? '';
  return callers.run(key, work);
}

export const currentCaller = (): string => callers.getStore() ?? '';
