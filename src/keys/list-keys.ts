import type { Deps } from '../ports.ts';
import type { ApiKey } from './api-key.ts';

export type KeyStatus = 'active' | 'revoked' | 'expired';

/** Filters; `name` is a part of the name, in any case. */
export interface KeyFilter {
  name: string | undefined;
  status: KeyStatus | undefined;
}

/** The keys that match, oldest first. Keys are few. */
export async function listKeys(
  { store, clock }: Pick<Deps, 'clock'> & { store: Pick<Deps['store'], 'keys'> },
  { name, status }: KeyFilter,
): Promise<ApiKey[]> {
  const now = clock();
  const wanted = name?.toLowerCase() ?? '';
  const keys = await store.keys.list();
  return keys.filter(
    (key) =>
      key.name.toLowerCase().includes(wanted) && (status === undefined || statusOf(key, now) === status),
  );
}

/** Whether the key can be used at `now` (UTC milliseconds), and if not, why. */
export function statusOf({ revokedAt, expiresAt }: ApiKey, now: number): KeyStatus {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && now >= expiresAt ? 'expired' : 'active';
}
