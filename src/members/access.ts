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
  'GET /app/contents.csv': 'stats:read',
  'POST /app/contents/bulk': 'links:write',
  'GET /app/contents/:id': 'stats:read',
  'GET /app/contents/:id/share-buttons': 'links:read',
  'POST /app/contents/:id/share-codes': 'links:write',
  'GET /app/contents/:id/edit': 'links:write',
  'POST /app/contents/:id/edit': 'links:write',
  'GET /app/contents/:id/archive': 'links:write',
  'POST /app/contents/:id/archive': 'links:write',
  'GET /app/contents/:id/delete': 'links:write',
  'POST /app/contents/:id/delete': 'links:write',
  'GET /app/contents/:id/erase': 'admin',
  'POST /app/contents/:id/erase': 'admin',
  'GET /app/links': 'stats:read',
  'GET /app/contents/:id/qr': 'links:read',
  'POST /app/contents/:id/qr': 'links:write',
  'GET /app/contents/:id/qr/design': 'links:read',
  'POST /app/contents/:id/qr/design': 'links:read',
  'GET /app/links.csv': 'stats:read',
  'POST /app/links/bulk': 'links:write',
  'GET /app/links/:id': 'stats:read',
  'GET /app/links/:id/qr.svg': 'links:read',
  'GET /app/links/:id/qr.png': 'links:read',
  'GET /app/links/:id/edit': 'links:write',
  'POST /app/links/:id/edit': 'links:write',
  'GET /app/links/:id/archive': 'links:write',
  'POST /app/links/:id/archive': 'links:write',
  'GET /app/links/:id/delete': 'links:write',
  'POST /app/links/:id/delete': 'links:write',
  'GET /app/links/:id/erase': 'admin',
  'POST /app/links/:id/erase': 'admin',
  'GET /app/live': 'stats:read',
  'GET /app/live/stream': 'stats:read',
  'GET /app/live/news': 'stats:read',
  'GET /app/new': 'links:write',
  'POST /app/new': 'links:write',
  'POST /app/new/preview': 'links:write',
  'GET /app/new/browser': 'links:write',
  'GET /app/new/list': 'links:write',
  'POST /app/new/list': 'links:write',
  'GET /app/new/list/:id': 'links:write',
  'POST /app/new/list/:id/run': 'links:write',
  'GET /app/new/list/:id/remove': 'links:write',
  'POST /app/new/list/:id/remove': 'links:write',
  'GET /app/new/list/:id/links.csv': 'links:write',
  'GET /app/new/:id': 'links:read',
  'GET /app/new/:id/links.csv': 'links:read',
  'GET /app/manifest.webmanifest': 'anyone',

  'GET /app/weekly': 'stats:read',
  'GET /app/reports': 'links:write',
  'POST /app/reports': 'links:write',
  'GET /app/reports/:id/revoke': 'links:write',
  'POST /app/reports/:id/revoke': 'links:write',
  // Whoever has the address of a report sees that report, signed in or not.
  'GET /app/shared/:token': 'anyone',

  'GET /app/sign-in': 'anyone',
  'POST /app/sign-in': 'anyone',
  'POST /app/sign-in/code': 'anyone',
  'POST /app/sign-out': 'anyone',
  'GET /app/join/:token': 'anyone',
  'POST /app/join/:token': 'anyone',
  'GET /app/enter/:token': 'anyone',
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
  'GET /app/settings/members/:id/remove': 'admin',
  'POST /app/settings/members/:id/remove': 'admin',

  'GET /app/settings/domains': 'admin',
  'POST /app/settings/domains': 'admin',
  'GET /app/settings/domains/:id': 'admin',
  'POST /app/settings/domains/:id': 'admin',
  'POST /app/settings/domains/:id/check': 'admin',
  'GET /app/settings/domains/:id/remove': 'admin',
  'POST /app/settings/domains/:id/remove': 'admin',

  'GET /app/settings/keys': 'admin',
  'POST /app/settings/keys': 'admin',
  'GET /app/settings/keys/:id': 'admin',
  'POST /app/settings/keys/:id': 'admin',
  'POST /app/settings/keys/:id/roll': 'admin',
  'GET /app/settings/keys/:id/revoke': 'admin',
  'POST /app/settings/keys/:id/revoke': 'admin',

  'GET /app/settings/utm': 'admin',
  'GET /app/settings/utm/:id': 'admin',
  'POST /app/settings/utm/:id': 'admin',
  'POST /app/settings/utm/:id/reset': 'admin',

  'GET /app/settings/general': 'admin',
  'POST /app/settings/general': 'admin',
  'POST /app/settings/general/networks': 'admin',
  'POST /app/settings/general/networks/remove': 'admin',

  'GET /app/settings/system': 'admin',
} as const satisfies Record<string, Need>;

/** Every operation of the API below `/api/v1`, and the scope that its key must have. */
export const API_ACCESS = {
  'POST /shares': 'links:write',
  'PATCH /links/bulk': 'links:write',
  'DELETE /links/bulk': 'links:write',
  'PATCH /contents/bulk': 'links:write',
  'DELETE /contents/bulk': 'links:write',
  'GET /abuse-reports': 'abuse:read',
  'GET /abuse-reports/{id}': 'abuse:read',
  'PATCH /abuse-reports/{id}': 'abuse:write',
  'GET /audit-entries': 'audit:read',
  'GET /audit-entries/{id}/objects': 'audit:read',
  'GET /blocked-hosts': 'abuse:read',
  'POST /blocked-hosts': 'abuse:write',
  'DELETE /blocked-hosts/{host}': 'abuse:write',
  'GET /blocked-hosts/{host}': 'abuse:read',
  'GET /channels': 'links:read',
  'GET /channels/{channel}': 'links:read',
  'PATCH /channels/{channel}': 'admin',
  'GET /contents': 'links:read',
  'POST /contents': 'links:write',
  'DELETE /contents/{id}': 'links:write',
  'GET /contents/{id}': 'links:read',
  'PATCH /contents/{id}': 'links:write',
  'PUT /contents/{id}': 'links:write',
  'GET /contents/{id}/embed': 'links:read',
  'GET /contents/{id}/export': 'admin',
  'GET /contents/{id}/qr': 'links:read',
  'POST /contents/{id}/qr': 'links:write',
  'DELETE /contents/{id}/hits': 'admin',
  'GET /contents/{id}/reach': 'stats:read',
  'GET /domains': 'admin',
  'POST /domains': 'admin',
  'DELETE /domains/{domain}': 'admin',
  'GET /domains/{domain}': 'admin',
  'PATCH /domains/{domain}': 'admin',
  'GET /hits': 'stats:read',
  'GET /keys': 'admin',
  'POST /keys': 'admin',
  'DELETE /keys/{id}': 'admin',
  'GET /keys/{id}': 'admin',
  'PATCH /keys/{id}': 'admin',
  'POST /keys/{id}/roll': 'admin',
  'GET /links': 'links:read',
  'POST /links': 'links:write',
  'POST /links/bulk': 'links:write',
  'DELETE /links/{id}': 'links:write',
  'GET /links/{id}': 'links:read',
  'PATCH /links/{id}': 'links:write',
  'PUT /links/{id}': 'links:write',
  'GET /links/{id}/export': 'admin',
  'GET /links/{id}/qr': 'links:read',
  'POST /links/{id}/qr': 'links:read',
  'DELETE /links/{id}/hits': 'admin',
  'POST /member-links': 'admin',
  'GET /members': 'admin',
  'GET /settings': 'admin',
  'PATCH /settings': 'admin',
  'GET /sightings': 'stats:read',
  'GET /sightings/groups': 'stats:read',
  'GET /stats': 'stats:read',
  'GET /turned-away': 'stats:read',
} as const satisfies Record<string, Scope>;

/** A page or action, such as `GET /app`. */
export type PageKey = keyof typeof PAGE_ACCESS;

/** Whether a caller may do what `need` is for: a role, or null without a session. */
export function mayDo(role: Role | null, need: Need): boolean {
  if (need === 'anyone') return true;
  if (role === null) return false;
  return need === 'member' || allows(ROLE_SCOPES[role], need);
}
