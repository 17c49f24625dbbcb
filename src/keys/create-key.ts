import { auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import type { ApiKey, KeyDeps } from './api-key.ts';
import { checkKey, checkScopes } from './check-key.ts';
import { createApiKey, type NewKey } from './key-text.ts';

/** Creates and stores a key. `text` is the key itself, which is not stored. Throws `validation`. */
export async function createKey(
  deps: KeyDeps & Pick<Deps, 'ids'>,
  input: Required<Omit<NewKey, 'at' | 'origins'>> & Pick<NewKey, 'origins'>,
): Promise<{ text: string; record: ApiKey }> {
  const at = deps.clock();
  checkKey(input, at);
  checkScopes({ scopes: input.scopes, origins: input.origins ?? null });
  const created = await createApiKey(deps.ids, { ...input, at });
  const { record } = created;
  await deps.store.keys.add(record, auditNote(deps, 'key.create', record.id, Object.keys(input)));
  return created;
}
