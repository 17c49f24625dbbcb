import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { KeyCondition, KeyStore } from '../../store-ports/admin-stores.ts';
import { keys } from '../schema/admin.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

/** Whether an admin key other than `id` is valid at `at`. Part of the statement, so that no other change comes between. */
const anotherAdmin = (id: string, at: number): SQL => sql`EXISTS (SELECT 1 FROM keys other
  WHERE other.id <> ${id} AND other.revoked_at IS NULL AND other.origins IS NULL
    AND (other.expires_at IS NULL OR other.expires_at > ${at})
    AND EXISTS (SELECT 1 FROM json_each(other.scopes) WHERE value = 'admin'))`;

export function createKeyStore({ db, atomic }: Engine): KeyStore {
  // Prepared once, because every API request runs it.
  const byId = db
    .select()
    .from(keys)
    .where(eq(keys.id, sql.placeholder('id')))
    .prepare();

  type Columns = Partial<typeof keys.$inferInsert>;
  const change = async (id: string, columns: Columns, { note, anotherAdminAt, where }: Conditions) => {
    const admin = anotherAdminAt === undefined ? undefined : anotherAdmin(id, anotherAdminAt);
    const update = db
      .update(keys)
      .set(columns)
      .where(and(eq(keys.id, id), where, admin));
    const returning = update.returning({ id: keys.id }).getSQL();
    const [changed = []] = await atomic([returning, ...auditStatements(note, { ifChanged: true })]);
    return changed.length > 0;
  };

  return {
    get: async (id) => (await byId.all({ id }))[0],
    add: async (key, note) => {
      await atomic([db.insert(keys).values(key).getSQL(), ...auditStatements(note)]);
    },
    any: async () => (await db.select({ id: keys.id }).from(keys).limit(1)).length > 0,
    list: async () => db.select().from(keys).orderBy(asc(keys.createdAt), asc(keys.id)),
    update: (id, changes, condition = {}) => change(id, changes, condition),
    revoke: (id, at, condition = {}) =>
      change(id, { revokedAt: at }, { ...condition, where: isNull(keys.revokedAt) }),
    replace: async ({ id, expiresAt }, key, notes = []) => {
      await atomic([
        db.insert(keys).values(key).getSQL(),
        db.update(keys).set({ expiresAt }).where(eq(keys.id, id)).getSQL(),
        ...notes.flatMap((note) => auditStatements(note)),
      ]);
    },
    used: async (id, at) => {
      await db.update(keys).set({ lastUsedAt: at }).where(eq(keys.id, id));
    },
  };
}

interface Conditions extends KeyCondition {
  where?: SQL | undefined;
}
