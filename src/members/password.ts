import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import { checkPassword, type Mistake } from './check-input.ts';
import { usableTicket } from './tickets.ts';

type PasswordDeps = Pick<Deps, 'store' | 'passwords'> & AuthorDeps;

/** Sets the password of a member who has confirmed the old one, and ends their other sessions. */
export async function changePassword(
  deps: PasswordDeps,
  { id, email, sessionId }: { id: string; email: string; sessionId: string },
  password: string,
): Promise<Mistake | null> {
  const checked = checkPassword(password, email);
  if ('mistake' in checked) return checked.mistake;
  const hash = await deps.passwords.hash(checked.value);
  await deps.store.members.setPassword(
    id,
    hash,
    sessionId,
    auditNote(deps, 'member.password', id, ['password']),
  );
  return null;
}

/**
 * Sets a new password with the ticket of a reset link: the second factor is off and all sessions end. Who has lost both
 * gets in again; who has stolen a session is out. 'used': the link is no longer valid.
 */
export async function resetPassword(
  deps: Pick<Deps, 'store' | 'passwords' | 'clock'> & { requestId: string },
  token: string,
  password: string,
): Promise<'reset' | 'used' | { mistake: Mistake }> {
  const ticket = await usableTicket(deps, token, ['reset']);
  const member = ticket?.memberId ? await deps.store.members.get(ticket.memberId) : undefined;
  if (!ticket || !member) return 'used';
  const checked = checkPassword(password, member.email);
  if ('mistake' in checked) return checked;
  const author = { actor: { type: 'member' as const, id: member.id }, requestId: deps.requestId };
  const fields = member.hasSecondFactor ? ['password', 'secondFactor'] : ['password'];
  const note = auditNote({ ...deps, author }, 'member.password', member.id, fields);
  return deps.store.members.resetPassword(ticket.hash, await deps.passwords.hash(checked.value), note);
}
