/** How often a caller may ask: by key, or by network where no valid key came along. Never on the redirect. */
import { rateLimiter, type Store } from 'hono-rate-limiter';
import { AppError } from '../../errors.ts';
import { networkOf } from '../../net/address.ts';
import { readClient } from '../../net/client.ts';
import type { ApiLimits, Clock, SharedLimits } from '../../ports.ts';
import type { ApiContext, ApiEnv, ApiMiddleware } from './env.ts';

/** Requests per minute. Who guesses keys comes without a valid one. */
export const API_LIMITS: ApiLimits = { perKey: 600, perStranger: 30 };

const WINDOW_MS = 60_000;
/** Callers counted at once; beyond them the first of the minute are counted anew. */
const MOST_CALLERS = 100_000;

/** Answers 429 beyond the limits; every answer of the API says what is left. Counts in this process alone. */
export function limitRate({ perKey, perStranger }: ApiLimits, clock: Clock): ApiMiddleware {
  return rateLimiter<ApiEnv>({
    windowMs: WINDOW_MS,
    limit: (c) => (c.get('caller') ? perKey : perStranger),
    keyGenerator: callerName,
    standardHeaders: 'draft-7',
    store: minuteStore(clock),
    handler: () => {
      throw tooMany();
    },
  });
}

/** Answers 429 where all processes together say so. */
export function limitTogether(sharedLimits: SharedLimits): ApiMiddleware {
  return async (c, next) => {
    const allowed = await sharedLimits(c.get('caller') ? 'perKey' : 'perStranger', callerName(c));
    if (!allowed) {
      c.header('Retry-After', String(WINDOW_MS / 1000));
      throw tooMany();
    }
    return next();
  };
}

/** A valid key stands for its holder wherever they are, so a stranger's failures never lock anybody out. */
function callerName(c: ApiContext): string {
  const caller = c.get('caller');
  if (caller) return `key ${caller.keyId}`;
  const { settings } = c.get('deps');
  const { address } = readClient(c.req.raw.headers, c.env.peer.address, settings.trustedProxies);
  return `network ${address === null ? 'unknown' : networkOf(address)}`;
}

const tooMany = () => new AppError('rate_limited', 'Wait a moment: this minute has had its requests.');

/** Counts by the minutes of the clock. The library's own store needs a timer, which the edge has not. */
function minuteStore(clock: Clock): Store<ApiEnv> {
  const counts = new Map<string, number>();
  let minute = 0;
  return {
    increment(caller) {
      const now = clock();
      if (Math.floor(now / WINDOW_MS) !== minute) counts.clear();
      minute = Math.floor(now / WINDOW_MS);
      const totalHits = (counts.get(caller) ?? 0) + 1;
      counts.set(caller, totalHits);
      if (counts.size > MOST_CALLERS) counts.delete(counts.keys().next().value ?? '');
      // The library counts down from the time of the machine, whatever clock we were given.
      return { totalHits, resetTime: new Date(Date.now() + WINDOW_MS - (now % WINDOW_MS)) };
    },
    decrement() {},
    resetKey: (caller) => void counts.delete(caller),
  };
}
