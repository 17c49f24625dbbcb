import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Language } from '../language.ts';
import type { Deps } from '../ports.ts';
import { checkName, checkTimezone, type Mistake } from './check-input.ts';
import type { Role } from './member.ts';

type EditDeps = Pick<Deps, 'store'> & AuthorDeps;

/** Gives a member another role. The last admin stays one. */
export const changeRole = (deps: EditDeps, id: string, role: Role) =>
  deps.store.members.update(id, { role }, auditNote(deps, 'member.update', id, ['role']));

/** Removes a member with their sessions. The last admin stays. */
export const removeMember = (deps: EditDeps, id: string) =>
  deps.store.members.remove(id, auditNote(deps, 'member.delete', id));

/**
 * What members say about themselves; an empty language or time zone leaves it to the browser, or is UTC. Returns all
 * mistakes, and changes nothing if there is one.
 */
export async function changeProfile(
  deps: EditDeps,
  id: string,
  given: { name: string; language: Language | null; timezone: string },
): Promise<Mistake[]> {
  const name = checkName(given.name);
  const timezone = given.timezone === '' ? { value: null } : checkTimezone(given.timezone);
  if ('mistake' in name || 'mistake' in timezone)
    return [name, timezone].flatMap((checked) => ('mistake' in checked ? [checked.mistake] : []));
  const changes = { name: name.value, language: given.language, timezone: timezone.value };
  await deps.store.members.update(id, changes, auditNote(deps, 'member.update', id, Object.keys(changes)));
  return [];
}

export const endSession = (deps: EditDeps, memberId: string, sessionId: string) =>
  deps.store.members.endSession(memberId, sessionId, auditNote(deps, 'session.delete', sessionId));

/** Signs the member out everywhere, here too. */
export const endAllSessions = (deps: EditDeps, memberId: string) =>
  deps.store.members.endSessions(memberId, auditNote(deps, 'session.delete', memberId));

export const withdrawInvitation = (deps: EditDeps, ticketId: string) =>
  deps.store.members.removeTicket(ticketId, auditNote(deps, 'invitation.delete', ticketId));
