/** The keys that are in use, kept in memory by the one process that makes every change itself. */
import { LRUCache } from 'lru-cache';
import type { ApiKey, KeyStore } from '../store-ports.ts';

/** As many as are busy at once. */
const KEYS_KEPT = 1_000;

/** The same keys with `get` remembered; a write forgets what it changes, also while a look-up is under way. */
export function rememberKeys(keys: KeyStore): KeyStore {
  const found = new LRUCache<string, ApiKey>({ max: KEYS_KEPT });
  let changes = 0;

  const forget = (id: string) => {
    changes++;
    found.delete(id);
  };
  const forgetting = async (id: string, write: () => Promise<void>) => {
    forget(id);
    try {
      await write();
    } finally {
      forget(id);
    }
  };

  return {
    async get(id) {
      const known = found.get(id);
      if (known) return known;
      const before = changes;
      const key = await keys.get(id);
      // What nobody has made is not remembered: guesses would drive the others out.
      if (key && before === changes) found.set(id, key);
      return key;
    },
    add: (key) => forgetting(key.id, () => keys.add(key)),
    any: () => keys.any(),
    list: () => keys.list(),
    revoke: (id, at) => forgetting(id, () => keys.revoke(id, at)),
    used: (id, at) => forgetting(id, () => keys.used(id, at)),
  };
}
