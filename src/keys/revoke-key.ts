import { auditNote } from '../audit/audit-entry.ts';
import { type AdminGuard, anotherAdminAt, lastAdminKey } from './admin-keys.ts';
import type { KeyDeps } from './api-key.ts';
import { showKey } from './show-key.ts';

/** Revokes a key permanently; its record stays. Idempotent. Throws `last_admin_key`, unless it is forced. */
export async function revokeKey(deps: KeyDeps & AdminGuard, id: string): Promise<void> {
  const key = await showKey(deps, id);
  if (key.revokedAt !== null) return;
  const note = auditNote(deps, 'key.revoke', id);
  const condition = { note, anotherAdminAt: anotherAdminAt(deps, key, null) };
  if (await deps.store.keys.revoke(id, deps.clock(), condition)) return;
  // Another request may have revoked it just now.
  if ((await showKey(deps, id)).revokedAt === null) throw lastAdminKey();
}
