import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../src/keys/api-key.ts';
import { cacheKeys } from '../../../src/keys/key-cache.ts';
import type { KeyStore } from '../../../src/store-ports/admin-stores.ts';

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
    return key !== undefined;
  };
  const store: KeyStore = {
    get: async (id) => {
      reads.push(id);
      return rows.get(id);
    },
    add: async (key) => void rows.set(key.id, key),
    any: async () => rows.size > 0,
    list: async () => [...rows.values()],
    update: async (id, changes) => change(id, changes),
    revoke: async (id, at) => change(id, { revokedAt: at }),
    replace: async ({ id, expiresAt }, key) => {
      rows.set(key.id, key);
      change(id, { expiresAt });
    },
    used: async (id, at) => void change(id, { lastUsedAt: at }),
  };
  const elsewhere = { changed: false };
  return { reads, keys: cacheKeys(store, () => elsewhere.changed), store, elsewhere };
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

  it('is up to date as soon as it is renamed or replaced', async () => {
    const { keys } = table();
    await keys.add(KEY);
    await keys.get(KEY.id);
    await keys.update(KEY.id, { name: 'two' });
    expect(await keys.get(KEY.id)).toEqual({ ...KEY, name: 'two' });
    await keys.replace({ id: KEY.id, expiresAt: 7 }, { ...KEY, id: 'key_2' });
    expect(await keys.get(KEY.id)).toEqual({ ...KEY, name: 'two', expiresAt: 7 });
  });

  it('is read again after another process has written', async () => {
    const { keys, store, elsewhere } = table();
    await keys.add(KEY);
    await keys.get(KEY.id);
    await store.revoke(KEY.id, 6);
    expect(await keys.get(KEY.id)).toEqual(KEY);
    elsewhere.changed = true;
    expect(await keys.get(KEY.id)).toEqual({ ...KEY, revokedAt: 6 });
  });

  it('is found as soon as it is created, even if it was looked up before', async () => {
    const { keys } = table();
    expect(await keys.get(KEY.id)).toBeUndefined();
    await keys.add(KEY);
    expect(await keys.get(KEY.id)).toEqual(KEY);
  });
});
