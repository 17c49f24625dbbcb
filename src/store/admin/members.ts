import { asc, eq, sql } from 'drizzle-orm';
import type { AuditNote } from '../../audit/audit-entry.ts';
import type { Member, Secrets } from '../../members/member.ts';
import type { MemberChanges, MemberStore, NewMember } from '../../members/member-store.ts';
import { members } from '../schema/members.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { type Engine, isUniqueViolation, type Row } from '../sql/engine.ts';
import { createMemberSessions } from './member-sessions.ts';
import { createMemberTickets } from './member-tickets.ts';
import { createSecondFactors } from './second-factors.ts';

type MemberRow = typeof members.$inferSelect;

export const memberOf = (row: MemberRow): Member => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  language: row.language,
  timezone: row.timezone,
  createdAt: row.createdAt,
  hasSecondFactor: row.totpSecret !== null,
});

const withSecrets = (row: MemberRow): Member & Secrets => ({
  ...memberOf(row),
  passwordHash: row.passwordHash,
  totpSecret: row.totpSecret,
});

/** The condition that somebody else is an admin, or this member is none: the last admin cannot be lost. */
const notLastAdmin = (id: string) =>
  sql`(role <> 'admin' OR EXISTS (SELECT 1 FROM members other WHERE other.role = 'admin' AND other.id <> ${id}))`;

const ofMember = (table: 'member_sessions' | 'member_tickets' | 'member_recovery_codes', id: string) =>
  sql`DELETE FROM ${sql.raw(table)} WHERE member_id = ${id} AND NOT EXISTS (SELECT 1 FROM members WHERE id = ${id})`;

export function createMemberStore(engine: Engine): MemberStore {
  const { db, atomic } = engine;
  const exists = async (id: string) =>
    (await db.select({ id: members.id }).from(members).where(eq(members.id, id))).length > 0;
  return {
    ...createMemberTickets(engine),
    ...createMemberSessions(engine),
    ...createSecondFactors(engine),
    any: async () => (await db.select({ id: members.id }).from(members).limit(1)).length > 0,
    list: async () =>
      (await db.select().from(members).orderBy(asc(members.createdAt), asc(members.id))).map(memberOf),
    get: async (id) => (await db.select().from(members).where(eq(members.id, id))).map(memberOf)[0],
    secretsOf: async (by) => {
      const condition = 'id' in by ? eq(members.id, by.id) : eq(members.email, by.email);
      return (await db.select().from(members).where(condition)).map(withSecrets)[0];
    },

    join: (ticketHash, member, note) => join(engine, { ticketHash, member, note }),

    async update(id, changes, note) {
      const [updated = []] = await atomic([
        updateStatement(id, changes),
        ...auditStatements(note, { ifChanged: true }),
      ]);
      if (updated.length > 0) return 'updated';
      return (await exists(id)) ? 'last_admin' : 'unknown';
    },

    async remove(id, note) {
      const [removed = []] = await atomic([
        sql`DELETE FROM members WHERE id = ${id} AND ${notLastAdmin(id)} RETURNING id`,
        ...auditStatements(note, { ifChanged: true }),
        ofMember('member_sessions', id),
        ofMember('member_tickets', id),
        ofMember('member_recovery_codes', id),
      ]);
      if (removed.length > 0) return 'removed';
      return (await exists(id)) ? 'last_admin' : 'unknown';
    },

    async setPassword(id, passwordHash, keptSession, note) {
      await atomic([
        sql`UPDATE members SET password_hash = ${passwordHash} WHERE id = ${id}`,
        ...auditStatements(note, { ifChanged: true }),
        sql`DELETE FROM member_sessions WHERE member_id = ${id} AND id <> ${keptSession}`,
        sql`DELETE FROM member_tickets WHERE member_id = ${id}`,
      ]);
    },

    resetPassword: (ticketHash, passwordHash, note) =>
      resetPassword(engine, { ticketHash, passwordHash, note }),
  };
}

function updateStatement(id: string, { name, role, language, timezone }: MemberChanges) {
  const sets = [
    ...(name === undefined ? [] : [sql`name = ${name}`]),
    ...(role === undefined ? [] : [sql`role = ${role}`]),
    ...(language === undefined ? [] : [sql`language = ${language}`]),
    ...(timezone === undefined ? [] : [sql`timezone = ${timezone}`]),
  ];
  const keepsAdmin = role === undefined || role === 'admin' ? sql`true` : notLastAdmin(id);
  return sql`UPDATE members SET ${sql.join(sets, sql`, `)} WHERE id = ${id} AND ${keepsAdmin} RETURNING id`;
}

async function join(
  { atomic }: Engine,
  { ticketHash, member, note }: { ticketHash: string; member: NewMember; note: AuditNote },
): Promise<'joined' | 'used' | 'taken'> {
  const { id, email, name, role, language, timezone, passwordHash, createdAt } = member;
  try {
    const [joined = []]: Row[][] = await atomic([
      // The first member needs no other; two people with the owner's link at once make one account.
      sql`INSERT INTO members (id, email, name, role, language, timezone, password_hash, created_at)
        SELECT ${id}, ${email}, ${name}, ${role}, ${language}, ${timezone}, ${passwordHash}, ${createdAt}
        FROM member_tickets WHERE hash = ${ticketHash} AND expires_at > ${createdAt}
        AND (purpose = 'invitation' OR (purpose = 'owner' AND NOT EXISTS (SELECT 1 FROM members))) RETURNING id`,
      ...auditStatements(note, { ifChanged: true }),
      sql`DELETE FROM member_tickets WHERE hash = ${ticketHash} AND purpose IN ('invitation', 'owner')`,
    ]);
    return joined.length > 0 ? 'joined' : 'used';
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}

async function resetPassword(
  { atomic }: Engine,
  { ticketHash, passwordHash, note }: { ticketHash: string; passwordHash: string; note: AuditNote },
): Promise<'reset' | 'used'> {
  const owner = sql`(SELECT member_id FROM member_tickets WHERE hash = ${ticketHash} AND purpose = 'reset' AND expires_at > ${note.at})`;
  const [reset = []] = await atomic([
    sql`UPDATE members SET password_hash = ${passwordHash}, totp_secret = NULL WHERE id = ${owner} RETURNING id`,
    ...auditStatements(note, { ifChanged: true }),
    sql`DELETE FROM member_sessions WHERE member_id = ${owner}`,
    sql`DELETE FROM member_recovery_codes WHERE member_id = ${owner}`,
    sql`DELETE FROM member_tickets WHERE member_id = ${owner}`,
  ]);
  return reset.length > 0 ? 'reset' : 'used';
}
