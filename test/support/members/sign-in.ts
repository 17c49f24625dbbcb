/** Members of a test, and the cookie with which their browser is signed in. */
import { auditNote, SYSTEM_AUTHOR } from '../../../src/audit/audit-entry.ts';
import type { Member, Role } from '../../../src/members/member.ts';
import { startSession } from '../../../src/members/session.ts';
import { newToken } from '../../../src/members/token.ts';
import type { Deps } from '../../../src/ports.ts';

type MemberDeps = Pick<Deps, 'store' | 'clock' | 'ids'>;

/** The cookie's name over http. */
export const COOKIE = 'sotto-http';

/** Adds a member and signs them in; returns the text of their cookie. */
export async function signIn(deps: MemberDeps, role: Role, changes: Partial<Member> = {}): Promise<string> {
  const { store, clock, ids } = deps;
  const now = clock();
  const { hash } = await newToken();
  const id = ids.id('mem');
  const ticket = { id: ids.id('tic'), purpose: 'invitation' as const, memberId: null, email: null, role };
  await store.members.addTicket({ ...ticket, hash, createdAt: now, expiresAt: now + 60_000 });
  const member = {
    id,
    email: `${id.toLowerCase()}@example.org`,
    name: 'Le Cap',
    role,
    language: null,
    timezone: 'Europe/Paris',
    createdAt: now,
    passwordHash: 'none',
    ...changes,
  };
  const joined = await store.members.join(
    hash,
    member,
    auditNote({ author: SYSTEM_AUTHOR, clock }, 'member.create', id),
  );
  if (joined !== 'joined') throw new Error(`The member could not join: ${joined}`);
  const cookie = await startSession(deps, id, { userAgent: '' });
  if (cookie === null) throw new Error('No session was started.');
  return cookie;
}
