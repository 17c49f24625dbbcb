/** Limits how often a caller may send requests: by key, or by network without a valid key. Redirects have no limit. */

import { AppError } from '../../../errors.ts';
import { clientSubnet } from '../../../net/address.ts';
import { readClient } from '../../../net/client.ts';
import type { ApiLimits, Clock, SharedLimits } from '../../../ports.ts';
import { MINUTE } from '../../../time.ts';
import type { ApiContext, ApiMiddleware } from '../env.ts';

/** Requests per minute. A client that guesses keys has no valid one, so the lower limit applies to it. */
export const API_LIMITS: ApiLimits = { perKey: 600, perStranger: 30 };

const WINDOW_MS = MINUTE;
const WINDOW_SECONDS = WINDOW_MS / 1000;
/** Callers counted at the same time. Beyond them, the counts of the oldest callers start again at zero. */
const MAX_CALLERS = 100_000;

/** Answers 429 beyond the limits, and adds the remaining requests to every answer. Counts in this process only. */
export function limitRate({ perKey, perStranger }: ApiLimits, clock: Clock): ApiMiddleware {
  const count = countByMinute(clock);
  return async (c, next) => {
    const limit = hasOwnLimit(c) ? perKey : perStranger;
    const { requests, reset } = count(callerName(c));
    c.header('RateLimit-Policy', `${limit};w=${WINDOW_SECONDS}`);
    c.header('RateLimit', `limit=${limit}, remaining=${Math.max(limit - requests, 0)}, reset=${reset}`);
    if (requests > limit) throw refuse(c, reset);
    return next();
  };
}

/** Answers 429 beyond the limits that all processes share. */
export function limitSharedRate(sharedLimits: SharedLimits): ApiMiddleware {
  return async (c, next) => {
    const allowed = await sharedLimits(hasOwnLimit(c) ? 'perKey' : 'perStranger', callerName(c));
    if (!allowed) throw refuse(c, WINDOW_SECONDS);
    return next();
  };
}

/** A publishable key is known to everybody: its limit is the one of each network, so that nobody can use it up for others. */
const hasOwnLimit = (c: ApiContext): boolean => c.get('caller')?.origins === null;

/** A valid key identifies its caller on any network, so failed attempts by others never lock it out. */
function callerName(c: ApiContext): string {
  const caller = c.get('caller');
  if (caller && hasOwnLimit(c)) return `key ${caller.keyId}`;
  const { settings } = c.get('deps');
  const { limitAddress } = readClient(c.req.raw.headers, c.env.connInfo.address, settings);
  return `network ${limitAddress === null ? 'unknown' : clientSubnet(limitAddress)}`;
}

function refuse(c: ApiContext, seconds: number): AppError {
  c.header('Retry-After', String(seconds));
  return new AppError('rate_limited', `Rate limit exceeded. Try again in ${seconds} s.`);
}

/** Counts requests by minute of the clock; `reset` is the number of seconds until the next minute. */
function countByMinute(clock: Clock): (caller: string) => { requests: number; reset: number } {
  const counts = new Map<string, number>();
  let minute = 0;
  return (caller) => {
    const now = clock();
    if (Math.floor(now / WINDOW_MS) !== minute) counts.clear();
    minute = Math.floor(now / WINDOW_MS);
    const requests = (counts.get(caller) ?? 0) + 1;
    counts.set(caller, requests);
    if (counts.size > MAX_CALLERS) counts.delete(counts.keys().next().value ?? '');
    return { requests, reset: Math.ceil((WINDOW_MS - (now % WINDOW_MS)) / 1000) };
  };
}
