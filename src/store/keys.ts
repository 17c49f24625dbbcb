import { and, asc, eq, isNull } from 'drizzle-orm';
import type { KeyStore } from '../ports.ts';
import type { Engine } from './engine.ts';
import { keys } from './schema.ts';

export function createKeyStore({ db }: Engine): KeyStore {
  return {
    get: async (id) => (await db.select().from(keys).where(eq(keys.id, id)).limit(1))[0],
    add: async (key) => {
      await db.insert(keys).values(key);
    },
    any: async () => (await db.select({ id: keys.id }).from(keys).limit(1)).length > 0,
    list: async () => db.select().from(keys).orderBy(asc(keys.createdAt), asc(keys.id)),
    revoke: async (id, at) => {
      const unrevoked = and(eq(keys.id, id), isNull(keys.revokedAt));
      await db.update(keys).set({ revokedAt: at }).where(unrevoked);
    },
    used: async (id, at) => {
      await db.update(keys).set({ lastUsedAt: at }).where(eq(keys.id, id));
    },
  };
}
