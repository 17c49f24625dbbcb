import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createPasswords } from '../../../src/runtime/node/adapters/passwords.ts';
import { createGroupCommit } from '../../../src/runtime/node/hit-log/group-commit.ts';
import { sqliteEngine } from '../../../src/runtime/node/sqlite/engine.ts';
import { attachMain, databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import type { StoreParts } from '../../../src/store/store.ts';
import { assemble, type Sotto } from './sotto.ts';
import type { Home } from './test-runtime.ts';

/** The Node home in a folder of its own: two files, better-sqlite3, group commit; what `elsewhere` has is read there. */
export async function openHome(
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-')),
  parts: Pick<StoreParts, 'elsewhere'> = {},
): Promise<Home> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal', ...parts });
  const sums = openSumsRunner({ dataDir });
  const looker = new Database(databasePath(dataDir, 'sums'));
  attachMain(looker, dataDir);
  const hitLog = createGroupCommit((hits) => store.hits.append(hits));
  return {
    store,
    sums,
    engine: sqliteEngine(looker, 'deferred'),
    hitLog,
    passwords: createPasswords(),
    flushed: () => hitLog.flush(),
    close: async () => {
      looker.close();
      sums.close();
      close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function open(): Promise<Sotto> {
  return assemble(await openHome());
}
