/** The one-use links by which people come in, and set a new password. */
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps, Ids, Settings } from '../ports.ts';
import type { Store } from '../store-ports/store.ts';
import { type Role, TICKET_LIFE_MS, type Ticket, type TicketPurpose } from './member.ts';
import { hashOfToken, newToken } from './token.ts';

export type TicketDeps = {
  store: Pick<Store, 'members'>;
  ids: Pick<Ids, 'id'>;
  settings: Pick<Settings, 'publicUrl'>;
} & AuthorDeps;

/** A link that is shown once: only its hash is stored. */
export interface OneUseLink {
  url: string;
  /** UTC milliseconds. */
  expiresAt: number;
}

const PATHS = { owner: 'join', invitation: 'join', reset: 'reset' } as const;

async function issue(
  deps: TicketDeps,
  purpose: keyof typeof PATHS,
  { memberId = null, email = null, role = null }: Partial<Pick<Ticket, 'memberId' | 'email' | 'role'>>,
): Promise<OneUseLink> {
  const { text, hash } = await newToken();
  const createdAt = deps.clock();
  const id = deps.ids.id('tic');
  const expiresAt = createdAt + TICKET_LIFE_MS[purpose];
  const note = {
    owner: auditNote(deps, 'invitation.create', id, ['role']),
    invitation: auditNote(deps, 'invitation.create', id, email === null ? ['role'] : ['email', 'role']),
    reset: auditNote(deps, 'reset.create', memberId ?? id),
  }[purpose];
  await deps.store.members.addTicket(
    { id, hash, purpose, memberId, email, role, createdAt, expiresAt },
    note,
  );
  return { url: `${deps.settings.publicUrl}/app/${PATHS[purpose]}/${text}`, expiresAt };
}

/** The link that makes the first account, which is an admin's. Null once somebody is a member. */
export async function createOwnerLink(deps: TicketDeps): Promise<OneUseLink | null> {
  return (await deps.store.members.any()) ? null : issue(deps, 'owner', { role: 'admin' });
}

/** A link for one person to join; with an address only that address joins with it. 'taken': it belongs to a member. */
export async function invite(
  deps: TicketDeps,
  { email, role }: { email: string | null; role: Role },
): Promise<OneUseLink | 'taken'> {
  if (email !== null && (await deps.store.members.secretsOf({ email }))) return 'taken';
  return issue(deps, 'invitation', { email, role });
}

/** A link with which the member sets a new password; it replaces an earlier one. Null for an unknown member. */
export async function createResetLink(deps: TicketDeps, memberId: string): Promise<OneUseLink | null> {
  const member = await deps.store.members.get(memberId);
  return member ? issue(deps, 'reset', { memberId }) : null;
}

/** The ticket of a link, while it may be used for one of these purposes. Looking at it does not use it. */
export async function usableTicket(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  token: string,
  purposes: readonly TicketPurpose[],
): Promise<(Ticket & { hash: string }) | null> {
  const hash = await hashOfToken(token);
  const ticket = hash === null ? undefined : await store.members.ticket(hash, clock());
  if (hash === null || !ticket || !purposes.includes(ticket.purpose)) return null;
  if (ticket.purpose === 'owner' && (await store.members.any())) return null;
  return { ...ticket, hash };
}
