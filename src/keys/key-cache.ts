import type { KeyStore } from '../admin-ports.ts';
import { guardedCache } from '../guarded-cache.ts';
import type { ApiKey } from './api-key.ts';

/** More keys than are busy at once. */
const MAX_KEYS = 1_000;

/** The same store with `get` cached. For the one process that makes every change itself, through this store. */
export function cacheKeys(keys: KeyStore): KeyStore {
  // An unknown id is not cached: guesses would evict keys that are in use.
  const cache = guardedCache<ApiKey>({ max: MAX_KEYS });
  return {
    get: (id) => cache.getOrRead(id, () => keys.get(id)),
    add: (key, note) => cache.evictAround([key.id], () => keys.add(key, note)),
    any: () => keys.any(),
    list: () => keys.list(),
    revoke: (id, at, note) => cache.evictAround([id], () => keys.revoke(id, at, note)),
    used: (id, at) => cache.evictAround([id], () => keys.used(id, at)),
  };
}
