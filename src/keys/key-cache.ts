import { guardedCache } from '../guarded-cache.ts';
import type { KeyStore } from '../store-ports/admin-stores.ts';
import type { ApiKey } from './api-key.ts';

/** More keys than are busy at once. */
const MAX_KEYS = 1_000;

/**
 * The same store with `get` cached. `changedElsewhere` tells whether another process has written to the database since the
 * last call, for example the command that creates and revokes keys: then every key is read again.
 */
export function cacheKeys(keys: KeyStore, changedElsewhere: () => boolean): KeyStore {
  // An unknown id is not cached: guesses would evict keys that are in use.
  const cache = guardedCache<ApiKey>({ max: MAX_KEYS });
  return {
    get: async (id) => {
      if (changedElsewhere()) cache.evict();
      return cache.getOrRead(id, () => keys.get(id));
    },
    add: (key, note) => cache.evictAround([key.id], () => keys.add(key, note)),
    any: () => keys.any(),
    list: () => keys.list(),
    update: (id, changes, condition) => cache.evictAround([id], () => keys.update(id, changes, condition)),
    revoke: (id, at, condition) => cache.evictAround([id], () => keys.revoke(id, at, condition)),
    replace: (old, key, notes) => cache.evictAround([old.id, key.id], () => keys.replace(old, key, notes)),
    used: (id, at) => cache.evictAround([id], () => keys.used(id, at)),
  };
}
