import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { KeyStore } from '../../admin-ports.ts';
import { keys } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

export function createKeyStore({ db, atomic }: Engine): KeyStore {
  // Prepared once, because every API request runs it.
  const byId = db
    .select()
    .from(keys)
    .where(eq(keys.id, sql.placeholder('id')))
    .prepare();
  return {
    get: async (id) => (await byId.all({ id }))[0],
    add: async (key, note) => {
      await atomic([db.insert(keys).values(key).getSQL(), ...auditStatements(note)]);
    },
    any: async () => (await db.select({ id: keys.id }).from(keys).limit(1)).length > 0,
    list: async () => db.select().from(keys).orderBy(asc(keys.createdAt), asc(keys.id)),
    revoke: async (id, at, note) => {
      const unrevoked = and(eq(keys.id, id), isNull(keys.revokedAt));
      const revocation = db.update(keys).set({ revokedAt: at }).where(unrevoked).getSQL();
      await atomic([revocation, ...auditStatements(note, { ifChanged: true })]);
    },
    used: async (id, at) => {
      await db.update(keys).set({ lastUsedAt: at }).where(eq(keys.id, id));
    },
  };
}
