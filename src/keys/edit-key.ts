import { auditNote } from '../audit/audit-entry.ts';
import { invalid } from '../errors.ts';
import { changedFields } from '../links/create/ignored-fields.ts';
import type { KeyChanges } from '../store-ports/admin-stores.ts';
import { type AdminGuard, anotherAdminAt, lastAdminKey } from './admin-keys.ts';
import type { ApiKey, KeyDeps } from './api-key.ts';
import { checkKey, checkScopes } from './check-key.ts';
import { showKey } from './show-key.ts';

/**
 * Changes the name, the scopes or the expiry of a key; absent fields stay unchanged. Throws `validation`, and
 * `last_admin_key` unless it is forced.
 */
export async function editKey(deps: KeyDeps & AdminGuard, id: string, changes: KeyChanges): Promise<ApiKey> {
  const key = await showKey(deps, id);
  const edited = { ...key, ...changes };
  // An expiry in the past is refused only where it is set.
  checkKey({ expiresAt: changes.expiresAt ?? null }, deps.clock());
  if (key.origins !== null && changes.scopes)
    throw invalid('/scopes', 'The scopes of a key that pages contain cannot be changed.');
  checkScopes(edited);
  const fields = changedFields(changes, key);
  if (fields.length === 0) return key;
  const note = auditNote(deps, 'key.update', id, fields);
  const condition = { note, anotherAdminAt: anotherAdminAt(deps, key, edited) };
  if (await deps.store.keys.update(id, changes, condition)) return edited;
  throw lastAdminKey();
}
