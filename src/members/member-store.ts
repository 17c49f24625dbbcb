/** What the store keeps of members. Every change takes the note that the audit log gets with it. */
import type { AuditNote } from '../audit/audit-entry.ts';
import type { Member, Secrets, Session, Ticket, TicketPurpose } from './member.ts';

export type NewMember = Omit<Member, 'hasSecondFactor'> & Pick<Secrets, 'passwordHash'>;
export type MemberChanges = Partial<Pick<Member, 'name' | 'role' | 'language' | 'timezone'>>;

/** A text of which only the SHA-256 is stored. */
export interface Hashed {
  hash: string;
}

/** The second factor of a member: its secret, and the hashes of the codes for when the phone is lost. */
export interface SecondFactor {
  totpSecret: string;
  /** The newest time step whose code was used; no code works twice. */
  step: number;
  recoveryHashes: string[];
}

export interface MemberStore {
  any(): Promise<boolean>;
  /** All, oldest first; they are few. */
  list(): Promise<Member[]>;
  get(id: string): Promise<Member | undefined>;
  /** By address, with what proves that somebody is them. */
  secretsOf(by: { id: string } | { email: string }): Promise<(Member & Secrets) | undefined>;

  addTicket(ticket: Ticket & Hashed, note?: AuditNote): Promise<void>;
  /** The ticket, if it has not expired. */
  ticket(hash: string, now: number): Promise<Ticket | undefined>;
  /** Those of one purpose that have not expired, newest first. */
  tickets(purpose: TicketPurpose, now: number): Promise<Ticket[]>;
  removeTicket(id: string, note?: AuditNote): Promise<void>;

  /**
   * Takes the ticket and adds the member, or neither. 'used': the ticket is gone, or it is the owner's and somebody is a
   * member. 'taken': the address belongs to a member.
   */
  join(ticketHash: string, member: NewMember, note: AuditNote): Promise<'joined' | 'used' | 'taken'>;
  update(id: string, changes: MemberChanges, note: AuditNote): Promise<'updated' | 'last_admin' | 'unknown'>;
  /** Deletes the member, their sessions and tickets. */
  remove(id: string, note: AuditNote): Promise<'removed' | 'last_admin' | 'unknown'>;
  /** Ends all sessions of the member but this one. */
  setPassword(id: string, passwordHash: string, keptSession: string, note: AuditNote): Promise<void>;
  /** Takes the ticket, sets the password of its member, removes their second factor and ends their sessions, or nothing. */
  resetPassword(ticketHash: string, passwordHash: string, note: AuditNote): Promise<'reset' | 'used'>;

  /** `ticketHash` is taken with it; 'used' if it is gone. */
  addSession(session: Session & Hashed, ticketHash: string | null): Promise<'added' | 'used'>;
  session(hash: string): Promise<{ session: Session; member: Member } | undefined>;
  /** Newest use first. */
  sessions(memberId: string): Promise<Session[]>;
  used(sessionId: string, at: number): Promise<void>;
  /** Ends one session of the member. */
  endSession(memberId: string, sessionId: string, note?: AuditNote): Promise<void>;
  /** Ends all sessions of the member. */
  endSessions(memberId: string, note: AuditNote): Promise<void>;

  /** Null removes it. */
  setSecondFactor(id: string, factor: SecondFactor | null, note: AuditNote): Promise<void>;
  /** False if a code of this time step or a later one was used. */
  useStep(id: string, step: number): Promise<boolean>;
  /** False if the code is unknown or was used. */
  useRecoveryCode(id: string, hash: string): Promise<boolean>;
  recoveryCodesLeft(id: string): Promise<number>;
}
