import { describe, expect, it } from 'vitest';
import type { KeyStore } from '../../../src/admin-ports.ts';
import type { ApiKey } from '../../../src/keys/api-key.ts';
import { cacheKeys } from '../../../src/keys/key-cache.ts';

const KEY: ApiKey = {
  id: 'key_1',
  name: 'one',
  hash: '',
  scopes: [],
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  origins: null,
};

/** Keys in memory, which note how often one is looked up. */
function table() {
  const rows = new Map<string, ApiKey>();
  const reads: string[] = [];
  const change = (id: string, changes: Partial<ApiKey>) => {
    const key = rows.get(id);
    if (key) rows.set(id, { ...key, ...changes });
  };
  const store: KeyStore = {
    get: async (id) => {
      reads.push(id);
      return rows.get(id);
    },
    add: async (key) => void rows.set(key.id, key),
    any: async () => rows.size > 0,
    list: async () => [...rows.values()],
    revoke: async (id, at) => change(id, { revokedAt: at }),
    used: async (id, at) => change(id, { lastUsedAt: at }),
  };
  return { reads, keys: cacheKeys(store) };
}

describe('a cached key', () => {
  it('is read once', async () => {
    const { keys, reads } = table();
    await keys.add(KEY);
    await keys.get(KEY.id);
    expect(await keys.get(KEY.id)).toEqual(KEY);
    expect(reads).toEqual([KEY.id]);
  });

  it('is up to date as soon as it is revoked or used', async () => {
    const { keys } = table();
    await keys.add(KEY);
    await keys.get(KEY.id);
    await keys.used(KEY.id, 5);
    expect(await keys.get(KEY.id)).toEqual({ ...KEY, lastUsedAt: 5 });
    await keys.revoke(KEY.id, 6);
    expect(await keys.get(KEY.id)).toEqual({ ...KEY, lastUsedAt: 5, revokedAt: 6 });
  });

  it('is found as soon as it is created, even if it was looked up before', async () => {
    const { keys } = table();
    expect(await keys.get(KEY.id)).toBeUndefined();
    await keys.add(KEY);
    expect(await keys.get(KEY.id)).toEqual(KEY);
  });
});
