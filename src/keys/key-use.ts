import type { Deps } from '../ports.ts';
import { MINUTE } from '../time.ts';
import type { ApiKey } from './api-key.ts';

/** How precisely the last use of a key is recorded: at most one write per key and minute. */
const RECORD_INTERVAL_MS = MINUTE;

/** Whether the key is neither expired nor revoked at `now` (UTC milliseconds). */
export function isUsable({ expiresAt, revokedAt }: ApiKey, now: number): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt);
}

/** Records that the key is used now. Never rejects: a failure is logged, and the request goes on. */
export async function recordUse(
  { store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>,
  key: ApiKey,
): Promise<void> {
  const now = clock();
  // A last use in the future comes from a clock that was wrong.
  if (key.lastUsedAt !== null && Math.abs(now - key.lastUsedAt) < RECORD_INTERVAL_MS) return;
  try {
    await store.keys.used(key.id, now);
  } catch (err) {
    log.error({ err, key: key.id }, 'The use of a key could not be recorded');
  }
}
