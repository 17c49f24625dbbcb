import type { Deps } from '../ports.ts';
import { showKey } from './show-key.ts';

/** Ends a key at once and for good, the last administrator's too; its record stays. Again: nothing changes. */
export async function revokeKey(deps: Pick<Deps, 'store' | 'clock'>, id: string): Promise<void> {
  await showKey(deps, id);
  await deps.store.keys.revoke(id, deps.clock());
}
