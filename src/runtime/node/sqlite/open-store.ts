import type Database from 'better-sqlite3';
import { cacheBlockedHosts } from '../../../abuse/blocked-host-cache.ts';
import { cacheDomains } from '../../../domains/domain-cache.ts';
import { cacheInstance } from '../../../instance/instance-cache.ts';
import { cacheKeys } from '../../../keys/key-cache.ts';
import { cacheLinks } from '../../../links/cache/link-cache.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import { createStore, type StoreParts } from '../../../store/store.ts';
import { createSumsRunner, type SumsRunner } from '../../../store/sums/sums-jobs.ts';
import type { CachedStore } from '../../../store-ports/store.ts';
import { withBatching } from './batching/batch-mints.ts';
import { withBusyRetry } from './busy-retry.ts';
import { openCheckpoints } from './checkpoint.ts';
import { compact } from './compact.ts';
import { sqliteEngine } from './engine.ts';
import { type FileGuard, guardFiles, type NewestHitNote, openNewestHitNote } from './file-guard.ts';
import { copyMainDatabase, withCopiesErased } from './old-copies.ts';
import { attachMain, databasePath, failWhenLocked, openFile, type SynchronousMode } from './open-files.ts';
import { lockedError, prepareFiles } from './prepare-files.ts';

export interface OpenOptions extends Pick<StoreParts, 'elsewhere'> {
  dataDir: string;
  synchronous: SynchronousMode;
}

/**
 * Opens the store on the main thread, the only writer of `sotto.db`, which only reads `sums.db`. The reports in
 * `elsewhere` are read there. Throws messages for people.
 */
export function openStore(options: OpenOptions): {
  store: CachedStore;
  /** Frees some disk space that deleted hits have left; false if there is little. */
  compact(): boolean;
  guard: FileGuard;
  note: NewestHitNote;
  /** Copies `sotto.db` as this process has it open, step by step. Resolves with the name of the copy. */
  rescue(): Promise<string>;
  close(): void;
} {
  const { dataDir, synchronous, ...elsewhere } = options;
  prepareFiles(dataDir);
  const main = openFile(dataDir, 'main', synchronous);
  main.pragma('temp_store = MEMORY'); // a statement with several rows keeps a few pages for its rollback
  const sums = openFile(dataDir, 'sums', synchronous);
  attachMain(sums, dataDir);
  sums.pragma('query_only = ON');
  const close = () => {
    sums.close();
    main.close();
  };
  try {
    main.exec('BEGIN IMMEDIATE; COMMIT'); // reports at the start that another program holds the file
    for (const connection of [main, sums]) failWhenLocked(connection);
    const guard = guardFiles(dataDir);
    const { writer: _, ...store } = createStore({
      main: sqliteEngine(main, 'immediate', guard.assertMain),
      sums: sqliteEngine(sums, 'deferred'),
      ...elsewhere,
    });
    const retried = withBusyRetry(store);
    const instance = cacheInstance(retried.instance);
    const cached = {
      ...retried,
      keys: cacheKeys(retried.keys, changesElsewhere(main)),
      domains: cacheDomains(retried.domains),
      blockedHosts: cacheBlockedHosts(retried.blockedHosts),
    };
    return {
      store: withCopiesErased({ ...cacheLinks(withBatching(cached)), instance }, dataDir),
      compact: () => compact(main),
      guard,
      note: openNewestHitNote(dataDir, main),
      rescue: () => copyMainDatabase(dataDir, main),
      close,
    };
  } catch (error) {
    close();
    if (storageTrouble(error) !== 'busy') throw error;
    throw lockedError(databasePath(dataDir, 'main'), error);
  }
}

/**
 * Tells whether another connection has written to the file since the last call. It looks once in each turn of the event
 * loop, because that takes about 25 µs.
 */
function changesElsewhere(connection: Database.Database): () => boolean {
  const version = connection.prepare('PRAGMA data_version').pluck();
  let known = version.get();
  let hasLooked = false;
  const look = () => {
    hasLooked = true;
    setImmediate(() => {
      hasLooked = false;
    });
    const before = known;
    known = version.get();
    return known !== before;
  };
  return () => !hasLooked && look();
}

const ROLL_UP_WAIT_MS = 1_000;

export interface NodeSumsRunner extends SumsRunner {
  /** Moves the content of both write-ahead logs into the files, as far as readers allow, and keeps the logs short. */
  checkpoint(): void;
  /** Frees some disk space that old sums have left; false if there is little. */
  compact(): boolean;
  close(): void;
}

/** Enough for links that are opened often, and 8 MB less than the default, which saves D1 from reading rows again. */
const REMEMBERED_ROWS = 1_500;

/** Opens the only writer of `sums.db`, on a connection of its own. The files must have been prepared. */
export function openSumsRunner({
  dataDir,
  now = () => performance.now(),
}: {
  dataDir: string;
  now?: () => number;
}): NodeSumsRunner {
  const sums = openFile(dataDir, 'sums', 'normal');
  attachMain(sums, dataDir);
  sums.pragma(`busy_timeout = ${ROLL_UP_WAIT_MS}`);
  const checkpoints = [['sotto', 'main'] as const, ['main', 'sums'] as const].map(([schema, file]) =>
    openCheckpoints(sums, { schema, path: databasePath(dataDir, file), waitMs: ROLL_UP_WAIT_MS, now }),
  );
  return {
    ...createSumsRunner(sqliteEngine(sums, 'deferred'), { maxRows: REMEMBERED_ROWS }),
    checkpoint() {
      for (const { run } of checkpoints) run();
    },
    compact: () => compact(sums),
    close() {
      for (const { close } of checkpoints) close();
      sums.close();
    },
  };
}
