import type Database from 'better-sqlite3';
import { cacheDomains } from '../../../domains/domain-cache.ts';
import { cacheKeys } from '../../../keys/key-cache.ts';
import { cacheLinks } from '../../../links/link-cache.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import { createStore, type StoreParts } from '../../../store/store.ts';
import { createSumsRunner, type SumsRunner } from '../../../store/sums/runner.ts';
import type { CachedStore } from '../../../store-ports.ts';
import { mintTogether } from './batch-mints.ts';
import { patientStore } from './busy-retry.ts';
import { compact } from './compact.ts';
import { sqliteEngine } from './engine.ts';
import { attachMain, databasePath, openFile, type Synchronous, waitForNobody } from './open-files.ts';
import { lockedError, prepareFiles } from './prepare-files.ts';

export interface OpenOptions extends Pick<StoreParts, 'elsewhere'> {
  dataDir: string;
  synchronous: Synchronous;
}

/**
 * Opens the store on the main thread: it alone writes `sotto.db` and only reads `sums.db`. What `elsewhere`
 * has is answered there. Throws plain messages.
 */
export function openStore(options: OpenOptions): {
  store: CachedStore;
  /** Gives the system some room back that deleted hits have left; false when there is little. */
  compact(): boolean;
  close(): void;
} {
  const { dataDir, synchronous, ...elsewhere } = options;
  prepareFiles(dataDir);
  const main = openFile(dataDir, 'main', synchronous);
  main.pragma('temp_store = MEMORY'); // a statement of several rows notes what it would undo: a few pages
  const sums = openFile(dataDir, 'sums', synchronous);
  attachMain(sums, dataDir);
  sums.pragma('query_only = ON');
  const close = () => {
    sums.close();
    main.close();
  };
  try {
    main.exec('BEGIN IMMEDIATE; COMMIT'); // a program that holds the file for long is told of at the start
    for (const connection of [main, sums]) waitForNobody(connection);
    const { writer: _, ...store } = createStore({
      main: sqliteEngine(main, 'immediate'),
      sums: sqliteEngine(sums, 'deferred'),
      ...elsewhere,
    });
    const patient = patientStore(store);
    const cached = {
      ...patient,
      keys: cacheKeys(patient.keys),
      domains: cacheDomains(patient.domains),
    };
    return { store: cacheLinks(mintTogether(cached)), compact: () => compact(main), close };
  } catch (error) {
    close();
    if (storageTrouble(error) !== 'busy') throw error;
    throw lockedError(databasePath(dataDir, 'main'), error);
  }
}

// Beyond it the log has to begin anew: the writer does so by itself only when it has been idle for a moment.
const WAL_LIMIT_BYTES = 32_000_000;
// The writer is refused for as long, and tries again.
const RESTART_WAIT_MS = 50;
const ROLL_UP_WAIT_MS = 1_000;
// The roll-up reads each hit once, and the system has it in memory.
const MAIN_CACHE_KB = 4_000;

// Moved while the writer waits: a few milliseconds.
const FEW_PAGES = 200;
const MOST_TIMES = 5;

export interface NodeSumsRunner extends SumsRunner {
  /** Moves what the logs hold into the files, as far as readers allow, and keeps the logs short. */
  checkpoint(): void;
  /** Gives the system some room back that old sums have left; false when there is little. */
  compact(): boolean;
  close(): void;
}

/** Opens the one writer of `sums.db`, with connections of its own. The files must have been prepared. */
export function openSumsRunner({ dataDir }: { dataDir: string }): NodeSumsRunner {
  const sums = openFile(dataDir, 'sums', 'normal');
  attachMain(sums, dataDir);
  sums.pragma(`sotto.cache_size = -${MAIN_CACHE_KB}`);
  const waitFor = (milliseconds: number) => sums.pragma(`busy_timeout = ${milliseconds}`);
  waitFor(ROLL_UP_WAIT_MS);
  const pageBytes = Number(sums.pragma('page_size', { simple: true }));

  const checkpoint = (schema: 'main' | 'sotto') => {
    let log = passively(sums, schema);
    if (log.pages * pageBytes < WAL_LIMIT_BYTES) return;
    // What comes meanwhile is moved too, less of it each time: to begin anew keeps the writer waiting for the rest.
    for (let more = log.pages, times = 0; more > FEW_PAGES && times < MOST_TIMES; times++) {
      const before = log.pages;
      log = passively(sums, schema);
      more = log.pages - before;
    }
    // Where a reader holds on to something older, beginning anew must wait for it.
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

/** Moves what no reader needs any more, while others write; answers how many pages the log has and how many are moved. */
function passively(connection: Database.Database, schema: 'main' | 'sotto') {
  const [row] = connection.pragma(`${schema}.wal_checkpoint(PASSIVE)`) as {
    log: number;
    checkpointed: number;
  }[]; // its one row
  return { pages: row?.log ?? 0, moved: row?.checkpointed ?? 0 };
}
