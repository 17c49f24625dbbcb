/** One-use links that sign a member in without a password. Only a program on the server's machine makes one. */
import type { Deps } from '../ports.ts';
import { TICKET_LIFE_MS } from './member.ts';
import { startSession } from './session.ts';
import { usableTicket } from './tickets.ts';
import { newToken } from './token.ts';

type LinkDeps = Pick<Deps, 'clock' | 'ids'> & { store: Pick<Deps['store'], 'members'> };

/** The path of a link that signs this member in. */
export async function createSignInLink(deps: LinkDeps, memberId: string): Promise<string> {
  const { store, clock, ids } = deps;
  const { text, hash } = await newToken();
  const createdAt = clock();
  const ticket = { id: ids.id('tic'), purpose: 'sign_in' as const, memberId, email: null, role: null };
  await store.members.addTicket({
    ...ticket,
    ...{ hash, createdAt, expiresAt: createdAt + TICKET_LIFE_MS.sign_in },
  });
  return `/app/enter/${text}`;
}

/** Takes the link and starts a session; returns the cookie's text, or null if the link is no longer valid. */
export async function enterByLink(
  deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
  token: string,
  userAgent: string,
): Promise<string | null> {
  const ticket = await usableTicket(deps, token, ['sign_in']);
  if (!ticket?.memberId) return null;
  return startSession(deps, ticket.memberId, { userAgent, ticketHash: ticket.hash });
}
