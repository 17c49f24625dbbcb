import { AppError } from '../errors.ts';
import type { Store } from '../store-ports/store.ts';
import type { ApiKey } from './api-key.ts';

/** The key with this `key_…` id, even if it is revoked; throws `not_found` for an unknown id. */
export async function showKey({ store }: { store: Pick<Store, 'keys'> }, id: string): Promise<ApiKey> {
  const key = await store.keys.get(id);
  if (!key) throw new AppError('not_found', 'Unknown key.');
  return key;
}
