import { auditNote } from '../audit/audit-entry.ts';
import type { Language } from '../language.ts';
import type { Deps } from '../ports.ts';
import { checkEmail, checkName, checkPassword, type Mistake } from './check-input.ts';
import { usableTicket } from './tickets.ts';

export interface Joining {
  email: string;
  name: string;
  password: string;
  /** The language that the person reads the form in. */
  language: Language;
}

/**
 * Makes an account with the ticket of the link, all or nothing: with the role that the invitation says, or as the first
 * admin. 'used': the link is no longer valid. 'taken': a member has the address.
 */
export async function join(
  deps: Pick<Deps, 'store' | 'clock' | 'ids' | 'passwords'> & { requestId: string },
  token: string,
  given: Joining,
): Promise<{ id: string } | { mistakes: Mistake[] } | 'used' | 'taken'> {
  const ticket = await usableTicket(deps, token, ['owner', 'invitation']);
  if (!ticket) return 'used';
  const email = checkEmail(ticket.email ?? given.email);
  const name = checkName(given.name);
  const password = checkPassword(given.password, 'value' in email ? email.value : '');
  if (!('value' in email && 'value' in name && 'value' in password)) {
    return { mistakes: [email, name, password].flatMap((each) => ('mistake' in each ? [each.mistake] : [])) };
  }
  const id = deps.ids.id('mem');
  const member = {
    id,
    email: email.value,
    name: name.value,
    role: ticket.role ?? 'viewer',
    language: given.language,
    timezone: null,
    passwordHash: await deps.passwords.hash(password.value),
    createdAt: deps.clock(),
  };
  const author = { actor: { type: 'member' as const, id }, requestId: deps.requestId };
  const note = auditNote({ ...deps, author }, 'member.create', id, ['email', 'name', 'password', 'role']);
  const outcome = await deps.store.members.join(ticket.hash, member, note);
  return outcome === 'joined' ? { id } : outcome;
}
