import { describeAgent } from '../hits/classify/agent.ts';
import type { Deps } from '../ports.ts';
import { isLive, type Member, type Session, USE_INTERVAL_MS } from './member.ts';
import { hashOfToken, newToken } from './token.ts';

type SessionDeps = Pick<Deps, 'store' | 'clock' | 'ids'>;

/** Starts a session, after the ticket of the sign-in, if there is one; null if that is gone. Returns the cookie's text. */
export async function startSession(
  { store, clock, ids }: SessionDeps,
  memberId: string,
  { userAgent, ticketHash = null }: { userAgent: string; ticketHash?: string | null },
): Promise<string | null> {
  const { text, hash } = await newToken();
  const { browser, os } = describeAgent(userAgent);
  const now = clock();
  const session = { id: ids.id('ses'), hash, memberId, createdAt: now, lastUsedAt: now, browser, os };
  return (await store.members.addSession(session, ticketHash)) === 'added' ? text : null;
}

/** A member who is signed in, and the session that says so. */
export interface SignedIn {
  member: Member;
  session: Session;
}

/** Who the cookie belongs to; null if its session has ended. Asks the store each time: revoking works at once. */
export async function findSession(
  { store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>,
  cookie: string,
): Promise<SignedIn | null> {
  const hash = await hashOfToken(cookie);
  const found = hash === null ? undefined : await store.members.session(hash);
  const now = clock();
  if (!found || !isLive(found.session, now)) return null;
  const { session } = found;
  if (Math.abs(now - session.lastUsedAt) >= USE_INTERVAL_MS) {
    try {
      await store.members.used(session.id, now);
    } catch (err) {
      log.error({ err, session: session.id }, 'The use of a session could not be recorded');
    }
  }
  return found;
}

/** Ends the session of the cookie. */
export async function signOut(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  cookie: string,
): Promise<void> {
  const hash = await hashOfToken(cookie);
  const found = hash === null ? undefined : await store.members.session(hash);
  if (found && isLive(found.session, clock()))
    await store.members.endSession(found.member.id, found.session.id);
}
