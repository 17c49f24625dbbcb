import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { KeyStore } from '../../store-ports.ts';
import { keys } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';

export function createKeyStore({ db }: Engine): KeyStore {
  // Prepared once, because every API request runs it.
  const byId = db
    .select()
    .from(keys)
    .where(eq(keys.id, sql.placeholder('id')))
    .prepare();
  return {
    get: async (id) => (await byId.all({ id }))[0],
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
