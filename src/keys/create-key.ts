import type { Deps } from '../ports.ts';
import type { ApiKey } from './api-key.ts';
import { checkKey } from './check-key.ts';
import { createApiKey, type NewKey } from './key-text.ts';

/** Creates and stores a key. `text` is the key itself, which is not stored. Throws `validation`. */
export async function createKey(
  { store, ids, clock }: Pick<Deps, 'store' | 'ids' | 'clock'>,
  input: Required<Omit<NewKey, 'at'>>,
): Promise<{ text: string; record: ApiKey }> {
  const at = clock();
  checkKey(input, at);
  const created = await createApiKey(ids, { ...input, at });
  await store.keys.add(created.record);
  return created;
}
