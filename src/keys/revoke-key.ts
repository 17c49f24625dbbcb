import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import { showKey } from './show-key.ts';

/** Revokes a key permanently, even the last admin key; its record stays. Idempotent. */
export async function revokeKey(deps: Pick<Deps, 'store'> & AuthorDeps, id: string): Promise<void> {
  await showKey(deps, id);
  await deps.store.keys.revoke(id, deps.clock(), auditNote(deps, 'key.revoke', id));
}
