/** Who asks a query, so that callers take turns at the readers. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';

const callers = new AsyncLocalStorage<string>();

/** The cookie of the pages, over https and over http (`src/pages/app/cookie.ts`). */
const SESSION = /(?:^|;\s*)(?:__Host-sotto|sotto-http)=([^;]+)/;

/** Runs `work` and everything it starts for the sender of this key or session. Neither need be valid. */
export function runForCaller<Result>(
  { authorization, cookie }: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
  work: () => Result,
): Result {
  // The key alone, because one caller may write the header in many ways.
  const key = authorization?.trim().split(' ').at(-1);
  return callers.run(key ?? SESSION.exec(cookie ?? '')?.[1] ?? '', work);
}

export const currentCaller = (): string => callers.getStore() ?? '';
