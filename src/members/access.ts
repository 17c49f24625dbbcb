/**
 * The one table of access: what each page and each operation of the API needs, and what each role may do. A key has
 * scopes; a member has those of their role. A page or operation that is not in here does not exist.
 */
import { allows, type Scope } from '../keys/scope.ts';
import type { Role } from './member.ts';

/** A scope, `member` for every member whatever their role, or `anyone` for a visitor without a session, too. */
export type Need = Scope | 'member' | 'anyone';

/** What the members of each role may do, in the scopes of the API's keys. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  viewer: ['links:read', 'stats:read'],
  editor: ['links:write', 'stats:read'],
  admin: ['admin'],
};

/** Every page and every action of a page: method, and path with its parameters. */
export const PAGE_ACCESS = {
  'GET /app': 'stats:read',
  'GET /app/sightings': 'stats:read',
  'GET /app/contents': 'stats:read',
  'GET /app/contents/:id': 'stats:read',
  'GET /app/links': 'stats:read',
  'GET /app/links/:id/qr.svg': 'links:read',
  'GET /app/new': 'links:write',
  'POST /app/new': 'links:write',
  'GET /app/new/:id': 'links:read',

  'GET /app/sign-in': 'anyone',
  'POST /app/sign-in': 'anyone',
  'GET /app/sign-in/code': 'anyone',
  'POST /app/sign-in/code': 'anyone',
  'POST /app/sign-out': 'anyone',
  'GET /app/join/:token': 'anyone',
  'POST /app/join/:token': 'anyone',
  'GET /app/reset/:token': 'anyone',
  'POST /app/reset/:token': 'anyone',

  'GET /app/settings/account': 'member',
  'POST /app/settings/account': 'member',
  'POST /app/settings/account/password': 'member',
  'POST /app/settings/account/sessions/:id/end': 'member',
  'POST /app/settings/account/sessions/end': 'member',
  'GET /app/settings/account/second-factor': 'member',
  'POST /app/settings/account/second-factor': 'member',
  'POST /app/settings/account/second-factor/off': 'member',

  'GET /app/settings/members': 'admin',
  'POST /app/settings/members/invitations': 'admin',
  'POST /app/settings/members/invitations/:id/remove': 'admin',
  'GET /app/settings/members/:id': 'admin',
  'POST /app/settings/members/:id': 'admin',
  'POST /app/settings/members/:id/reset': 'admin',
  'POST /app/settings/members/:id/remove': 'admin',
} as const satisfies Record<string, Need>;

/** A page or action, such as `GET /app`. */
export type PageKey = keyof typeof PAGE_ACCESS;

/** Whether a caller may do what `need` is for: a role, or null without a session. */
export function mayDo(role: Role | null, need: Need): boolean {
  if (need === 'anyone') return true;
  if (role === null) return false;
  return need === 'member' || allows(ROLE_SCOPES[role], need);
}
