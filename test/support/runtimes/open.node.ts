import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createOutgoing } from '../../../src/runtime/node/adapters/outgoing.ts';
import { createPasswords } from '../../../src/runtime/node/adapters/passwords.ts';
import { createGroupCommit } from '../../../src/runtime/node/hit-log/group-commit.ts';
import { sqliteEngine } from '../../../src/runtime/node/sqlite/engine.ts';
import { attachMain, databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import type { StoreParts } from '../../../src/store/store.ts';
import { assemble, type Sotto } from './sotto.ts';
import type { TestRuntime } from './test-runtime.ts';

/** The Node runtime in its own folder: two files, better-sqlite3, group commit. `parts.elsewhere` answers reads in place of the store. */
export async function openRuntime(
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-')),
  parts: Pick<StoreParts, 'elsewhere'> = {},
): Promise<TestRuntime> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal', ...parts });
  const sums = openSumsRunner({ dataDir });
  const inspector = new Database(databasePath(dataDir, 'sums'));
  attachMain(inspector, dataDir);
  const hitLog = createGroupCommit((hits) => store.hits.append(hits));
  return {
    store,
    sums,
    engine: sqliteEngine(inspector, 'deferred'),
    hitLog,
    passwords: createPasswords(),
    outgoing: (reach) => createOutgoing(reach ? { reach } : {}),
    flushed: () => hitLog.flush(),
    close: async () => {
      inspector.close();
      sums.close();
      close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function open(): Promise<Sotto> {
  return assemble(await openRuntime());
}
