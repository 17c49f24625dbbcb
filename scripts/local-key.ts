import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '../src/keys/key-text.ts';
import { createIds } from '../src/runtime/ids.ts';
import { writePrivateFile } from '../src/runtime/node/adapters/private-file.ts';
import { makeDataFolder } from '../src/runtime/node/sqlite/data-folder.ts';

/** The admin key of a data folder, and the path of the file that contains it. */
export interface LocalKey {
  text: string;
  path: string;
  isNew: boolean;
}

/**
 * Reads the key from the file `admin-key` of the data folder, as on the Node server; the first start creates it. The worker
 * gets it as a secret, because a worker cannot write files.
 */
export async function localKey(dataDir: string): Promise<LocalKey> {
  const path = join(dataDir, 'admin-key');
  if (existsSync(path)) return { text: readFileSync(path, 'utf8').trim(), path, isNew: false };
  makeDataFolder(dataDir);
  const { text } = await createApiKey(createIds(), { name: 'first', scopes: ['admin'], at: Date.now() });
  writePrivateFile(path, `${text}\n`);
  return { text, path, isNew: true };
}
