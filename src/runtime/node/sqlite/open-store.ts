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
import { withBatching } from './batch-mints.ts';
import { withBusyRetry } from './busy-retry.ts';
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

// Beyond this size the write-ahead log has to restart: the writer restarts it only after an idle moment.
const WAL_LIMIT_BYTES = 32_000_000;
// The writer is refused during this time, and retries.
const RESTART_WAIT_MS = 50;
const ROLL_UP_WAIT_MS = 1_000;
// The roll-up reads each hit only once, and usually from the system's file cache.
const MAIN_CACHE_KB = 4_000;

// Pages that may be moved while the writer waits, which takes a few milliseconds.
const MAX_LAST_PAGES = 200;
const MAX_PASSES = 5;

export interface NodeSumsRunner extends SumsRunner {
  /** Moves the content of both write-ahead logs into the files, as far as readers allow, and keeps the logs short. */
  checkpoint(): void;
  /** Frees some disk space that old sums have left; false if there is little. */
  compact(): boolean;
  close(): void;
}

/** Opens the only writer of `sums.db`, on a connection of its own. The files must have been prepared. */
export function openSumsRunner({ dataDir }: { dataDir: string }): NodeSumsRunner {
  const sums = openFile(dataDir, 'sums', 'normal');
  attachMain(sums, dataDir);
  sums.pragma(`sotto.cache_size = -${MAIN_CACHE_KB}`);
  const waitFor = (milliseconds: number) => sums.pragma(`busy_timeout = ${milliseconds}`);
  waitFor(ROLL_UP_WAIT_MS);
  const pageBytes = Number(sums.pragma('page_size', { simple: true }));

  const checkpoint = (schema: 'main' | 'sotto') => {
    let log = checkpointPassively(sums, schema);
    if (log.pages * pageBytes < WAL_LIMIT_BYTES) return;
    // Pages that are written during a pass are moved by the next one, fewer each time: a restart makes the writer wait for
    // the rest.
    for (let more = log.pages, passes = 0; more > MAX_LAST_PAGES && passes < MAX_PASSES; passes++) {
      const before = log.pages;
      log = checkpointPassively(sums, schema);
      more = log.pages - before;
    }
    // A reader still needs older pages, and a restart would have to wait for it.
    if (log.moved < log.pages) return;
    waitFor(RESTART_WAIT_MS);
    sums.pragma(`${schema}.wal_checkpoint(RESTART)`);
    waitFor(ROLL_UP_WAIT_MS);
  };
  return {
    ...createSumsRunner(sqliteEngine(sums, 'deferred')),
    checkpoint: () => {
      checkpoint('main');
      checkpoint('sotto');
    },
    compact: () => compact(sums),
    close: () => sums.close(),
  };
}

/** Moves pages that no reader needs, while others write. Returns how many pages the log has and how many are moved. */
function checkpointPassively(connection: Database.Database, schema: 'main' | 'sotto') {
  const [row] = connection.pragma(`${schema}.wal_checkpoint(PASSIVE)`) as {
    log: number;
    checkpointed: number;
  }[]; // the pragma returns one row
  return { pages: row?.log ?? 0, moved: row?.checkpointed ?? 0 };
}
