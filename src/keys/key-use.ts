import type { Deps } from '../ports.ts';
import type { ApiKey } from './api-key.ts';

/** How exactly the last use of a key is known, in milliseconds: one request writes it for all until then. */
const USE_NOTED_EVERY = 60_000;

/** Whether the key may be used at `now` (UTC milliseconds): it is neither expired nor revoked. */
export function isUsable({ expiresAt, revokedAt }: ApiKey, now: number): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt);
}

/** Notes that the key is used now. Never rejects: a use that cannot be noted is logged and costs nobody anything. */
export async function noteUse(
  { store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>,
  key: ApiKey,
): Promise<void> {
  const now = clock();
  if (key.lastUsedAt !== null && now < key.lastUsedAt + USE_NOTED_EVERY) return;
  try {
    await store.keys.used(key.id, now);
  } catch (err) {
    log.error({ err, key: key.id }, 'The use of a key could not be noted');
  }
}
