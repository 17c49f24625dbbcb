import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Ticket } from '../../members/member.ts';
import type { MemberStore } from '../../members/member-store.ts';
import { memberTickets } from '../schema/members.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

type TicketStore = Pick<MemberStore, 'addTicket' | 'ticket' | 'tickets' | 'removeTicket'>;

const ticketOf = ({ hash: _, ...ticket }: typeof memberTickets.$inferSelect): Ticket => ticket;

/** One-use links, and sign-ins that wait for a code. */
export function createMemberTickets({ db, atomic }: Engine): TicketStore {
  return {
    async addTicket(ticket, note) {
      const { purpose, memberId, email } = ticket;
      // A new link for the same person replaces the old one; sign-ins wait side by side.
      const replaced = sql`DELETE FROM member_tickets WHERE purpose = ${purpose} AND purpose <> 'second_factor'
        AND member_id IS ${memberId} AND email IS ${email} AND (purpose <> 'invitation' OR email IS NOT NULL)`;
      await atomic([replaced, db.insert(memberTickets).values(ticket).getSQL(), ...auditStatements(note)]);
    },
    ticket: async (hash, now) =>
      (
        await db
          .select()
          .from(memberTickets)
          .where(and(eq(memberTickets.hash, hash), gt(memberTickets.expiresAt, now)))
      ).map(ticketOf)[0],
    tickets: async (purpose, now) =>
      (
        await db
          .select()
          .from(memberTickets)
          .where(and(eq(memberTickets.purpose, purpose), gt(memberTickets.expiresAt, now)))
          .orderBy(desc(memberTickets.createdAt), desc(memberTickets.id))
      ).map(ticketOf),
    removeTicket: async (id, note) => {
      await atomic([
        sql`DELETE FROM member_tickets WHERE id = ${id}`,
        ...auditStatements(note, { ifChanged: true }),
      ]);
    },
  };
}
