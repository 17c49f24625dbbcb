import { createApiKey } from '../../../keys/key-text.ts';
import type { Deps } from '../../../ports.ts';
import { writePrivateFile } from '../adapters/private-file.ts';

/** The admin key of a new instance: its text, and the file where it was left. */
export interface FirstKey {
  text: string;
  path: string;
}

/**
 * Makes an admin key where there is no key at all, neither stored nor given from outside, and leaves it in the
 * file `admin-key` (0600) of the data folder; else null.
 */
export async function makeFirstKey(
  deps: Pick<Deps, 'store' | 'ids' | 'clock' | 'settings'>,
  dataDir: string,
): Promise<FirstKey | null> {
  if (deps.settings.adminKey !== null || (await deps.store.keys.any())) return null;
  const { text, record } = await createApiKey(deps.ids, {
    name: 'first',
    scopes: ['admin'],
    at: deps.clock(),
  });
  const path = `${dataDir}/admin-key`;
  // First the file: a key that is stored but was never shown would lock everybody out.
  writePrivateFile(path, `${text}\n`);
  await deps.store.keys.add(record);
  return { text, path };
}
