import { auditNote } from '../audit/audit-entry.ts';
import { AppError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { HOUR } from '../time.ts';
import type { ApiKey, KeyDeps } from './api-key.ts';
import { createApiKey } from './key-text.ts';
import { isUsable } from './key-use.ts';
import type { Scope } from './scope.ts';
import { showKey } from './show-key.ts';

/** The last time that can be written with four digits for the year. */
const LATEST = Date.UTC(9999, 11, 31);

/** A key and its successor; `text` is the new key itself, which is not stored. */
export interface RolledKey {
  text: string;
  record: ApiKey;
  replaced: ApiKey;
}

/**
 * Creates a key with the name, scopes, origins and lifetime of another one, which works for `overlapHours` more, unless it
 * expires before. Throws `key_not_active` for a key that is revoked or has expired.
 */
export async function rollKey(
  deps: KeyDeps & Pick<Deps, 'ids'>,
  id: string,
  overlapHours: number,
): Promise<RolledKey> {
  const now = deps.clock();
  const old = await showKey(deps, id);
  if (!isUsable(old, now))
    throw new AppError('key_not_active', 'The key is revoked or has expired. Create a new one.');
  const { name, origins } = old;
  const lifetime = old.expiresAt === null ? null : old.expiresAt - old.createdAt;
  const created = await createApiKey(deps.ids, {
    name,
    scopes: old.scopes as Scope[], // a stored key has only these
    origins,
    at: now,
    expiresAt: lifetime === null ? null : Math.min(now + lifetime, LATEST),
  });
  const expiresAt = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapHours * HOUR);
  const notes = [
    auditNote(deps, 'key.create', created.record.id, ['name', 'scopes', 'expiresAt', 'origins']),
    auditNote(deps, 'key.roll', id, ['expiresAt']),
  ];
  await deps.store.keys.replace({ id, expiresAt }, created.record, notes);
  return { ...created, replaced: { ...old, expiresAt } };
}
