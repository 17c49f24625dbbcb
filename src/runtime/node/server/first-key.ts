import { auditNote, SYSTEM_AUTHOR } from '../../../audit/audit-entry.ts';
import { checkAdminKeys } from '../../../keys/admin-keys.ts';
import { createApiKey } from '../../../keys/key-text.ts';
import type { Deps } from '../../../ports.ts';
import { writePrivateFile } from '../adapters/private-file.ts';

/** The admin key of a new instance, and the path of the file that contains it. */
export interface FirstAdminKey {
  text: string;
  path: string;
}

/**
 * Creates an admin key if there is no key yet, neither in the store nor in the settings, and writes it to the file
 * `admin-key` (0600) in the data folder; otherwise null.
 */
export async function createFirstAdminKey(
  deps: Pick<Deps, 'store' | 'ids' | 'clock' | 'settings'>,
  dataDir: string,
): Promise<FirstAdminKey | null> {
  if (deps.settings.adminKey !== null || (await deps.store.keys.any())) return null;
  const { text, record } = await createApiKey(deps.ids, {
    name: 'first',
    scopes: ['admin'],
    at: deps.clock(),
  });
  const path = `${dataDir}/admin-key`;
  // The file comes first: a stored key that nobody has seen would lock everybody out.
  writePrivateFile(path, `${text}\n`);
  const note = auditNote({ ...deps, author: SYSTEM_AUTHOR }, 'key.create', record.id, ['name', 'scopes']);
  await deps.store.keys.add(record, note);
  return { text, path };
}

/** Creates the first key of a new instance, and logs how to get an admin key if none of the stored ones is valid. */
export async function provideAdminKey(
  deps: Pick<Deps, 'store' | 'ids' | 'clock' | 'settings' | 'runtime' | 'log'>,
  dataDir: string,
): Promise<FirstAdminKey | null> {
  const firstKey = await createFirstAdminKey(deps, dataDir);
  const { status, detail } = await checkAdminKeys(deps);
  if (status !== 'pass') deps.log.warn({}, detail);
  return firstKey;
}
