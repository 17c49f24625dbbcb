/** The people who work with the pages, their sessions, and the one-use tickets by which they come in. */
import type { Language } from '../language.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';

/** What a member may do, each role more than the one before. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Times are UTC milliseconds. */
export interface Member {
  id: string;
  /** In lower case: it names the member when they sign in. */
  email: string;
  name: string;
  role: Role;
  /** Null: as the browser asks. */
  language: Language | null;
  /** An IANA name; null: UTC. */
  timezone: string | null;
  createdAt: number;
  /** Whether signing in needs a code as well. */
  hasSecondFactor: boolean;
}

/** What proves that somebody is the member. */
export interface Secrets {
  passwordHash: string;
  /** Base32; null without a second factor. */
  totpSecret: string | null;
}

export interface Session {
  id: string;
  memberId: string;
  createdAt: number;
  /** To ten minutes. */
  lastUsedAt: number;
  /** Families without versions, '' if unknown: all that is stored of the device. */
  browser: string;
  os: string;
}

/** A session ends after this time, and after this time without use. */
export const SESSION_DAYS = 90;
export const IDLE_DAYS = 14;
/** How exactly the last use is recorded: at most one write per session in this time. */
export const USE_INTERVAL_MS = 10 * MINUTE;

/** Whether the session lets its member in at `now`. */
export function isLive({ createdAt, lastUsedAt }: Session, now: number): boolean {
  return now - createdAt < SESSION_DAYS * DAY && now - lastUsedAt < IDLE_DAYS * DAY;
}

/** What a ticket allows, once. */
export type TicketPurpose = 'owner' | 'invitation' | 'reset' | 'second_factor' | 'sign_in';

export interface Ticket {
  id: string;
  purpose: TicketPurpose;
  /** The member whose password is reset or who is signing in. */
  memberId: string | null;
  /** Who is invited, if the invitation says so, and as what. */
  email: string | null;
  role: Role | null;
  createdAt: number;
  expiresAt: number;
}

/** How long a ticket may be used. */
export const TICKET_LIFE_MS: Record<TicketPurpose, number> = {
  owner: 7 * DAY,
  invitation: DAY,
  reset: HOUR,
  second_factor: 10 * MINUTE,
  sign_in: DAY,
};

/** In characters. The pages count like the API does for links. */
export const MIN_MEMBER_PASSWORD = 12;
export const MAX_MEMBER_PASSWORD = 200;
export const MAX_NAME_LENGTH = 80;
export const MAX_EMAIL_LENGTH = 254;
