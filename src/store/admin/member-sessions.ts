import { and, desc, eq, sql } from 'drizzle-orm';
import type { Session } from '../../members/member.ts';
import type { MemberStore } from '../../members/member-store.ts';
import { memberSessions, members } from '../schema/members.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

type SessionStore = Pick<
  MemberStore,
  'addSession' | 'session' | 'sessions' | 'used' | 'endSession' | 'endSessions'
>;

const sessionOf = ({ hash: _, ...session }: typeof memberSessions.$inferSelect): Session => session;

export function createMemberSessions({ db, atomic }: Engine): SessionStore {
  return {
    async addSession({ id, hash, memberId, createdAt, lastUsedAt, browser, os }, ticketHash) {
      const source =
        ticketHash === null
          ? sql`FROM members WHERE id = ${memberId}`
          : sql`FROM member_tickets WHERE hash = ${ticketHash} AND member_id = ${memberId} AND expires_at > ${createdAt}`;
      const [added = []] = await atomic([
        sql`INSERT INTO member_sessions (id, hash, member_id, created_at, last_used_at, browser, os)
          SELECT ${id}, ${hash}, ${memberId}, ${createdAt}, ${lastUsedAt}, ${browser}, ${os} ${source} RETURNING id`,
        ...(ticketHash === null ? [] : [sql`DELETE FROM member_tickets WHERE hash = ${ticketHash}`]),
      ]);
      return added.length > 0 ? 'added' : 'used';
    },
    async session(hash) {
      const [found] = await db
        .select({ session: memberSessions, member: members })
        .from(memberSessions)
        .innerJoin(members, eq(members.id, memberSessions.memberId))
        .where(eq(memberSessions.hash, hash));
      if (!found) return undefined;
      const { passwordHash: _, totpSecret, totpStep: __, ...member } = found.member;
      return {
        session: sessionOf(found.session),
        member: { ...member, hasSecondFactor: totpSecret !== null },
      };
    },
    sessions: async (memberId) =>
      (
        await db
          .select()
          .from(memberSessions)
          .where(eq(memberSessions.memberId, memberId))
          .orderBy(desc(memberSessions.lastUsedAt), desc(memberSessions.id))
      ).map(sessionOf),
    used: async (sessionId, at) => {
      await db.update(memberSessions).set({ lastUsedAt: at }).where(eq(memberSessions.id, sessionId));
    },
    endSession: async (memberId, sessionId, note) => {
      const own = and(eq(memberSessions.id, sessionId), eq(memberSessions.memberId, memberId));
      await atomic([
        db.delete(memberSessions).where(own).getSQL(),
        ...auditStatements(note, { ifChanged: true }),
      ]);
    },
    endSessions: async (memberId, note) => {
      await atomic([
        sql`DELETE FROM member_sessions WHERE member_id = ${memberId}`,
        ...auditStatements(note, { ifChanged: true }),
      ]);
    },
  };
}
