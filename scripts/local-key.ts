import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '../src/keys/key-text.ts';
import { createIds } from '../src/runtime/ids.ts';
import { writePrivateFile } from '../src/runtime/node/adapters/private-file.ts';

/** The admin key of a data folder, and the file where it lies. */
export interface LocalKey {
  text: string;
  path: string;
  isNew: boolean;
}

/**
 * The key in the file `admin-key` of the data folder, where the Node server leaves its own; the first start makes it.
 * The worker is told it as a secret: it cannot write a file for anybody to read.
 */
export async function localKey(dataDir: string): Promise<LocalKey> {
  const path = join(dataDir, 'admin-key');
  if (existsSync(path)) return { text: readFileSync(path, 'utf8').trim(), path, isNew: false };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { text } = await createApiKey(createIds(), { name: 'first', scopes: ['admin'], at: Date.now() });
  writePrivateFile(path, `${text}\n`);
  return { text, path, isNew: true };
}
