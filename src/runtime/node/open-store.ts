import type Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { rememberLinks } from '../../links/link-cache.ts';
import type { Store } from '../../ports.ts';
import type { Reader } from '../../store/engine.ts';
import { foldStatements, slice } from '../../store/fold.ts';
import { JUDGED_COLUMNS, judged } from '../../store/judged.ts';
import { createFolder, type Folder, SLICE } from '../../store/roll-up.ts';
import { createStore } from '../../store/store.ts';
import { sqliteEngine } from './engine.ts';
import { attachMain, openFile, prepareFiles, type Synchronous } from './open-files.ts';
import { writePrepared } from './write-hits.ts';

/** Opens the store on the main thread: it alone writes `sotto.db` and only reads `sums.db`. Throws plain messages. */
export function openStore(options: { dataDir: string; synchronous: Synchronous; heavy?: Reader }): {
  store: Store;
  close(): void;
} {
  const { dataDir, synchronous, ...heavy } = options;
  prepareFiles(dataDir);
  const main = openFile(dataDir, 'main', synchronous);
  const sums = openFile(dataDir, 'sums', synchronous);
  attachMain(sums, dataDir);
  sums.pragma('query_only = ON');
  const close = () => {
    sums.close();
    main.close();
  };
  try {
    keepAhead(main, sums);
    const store = createStore({
      main: sqliteEngine(main, 'immediate'),
      sums: sqliteEngine(sums, 'deferred'),
      writeHits: writePrepared(main),
      ...heavy,
    });
    return { store: rememberLinks(store), close };
  } catch (error) {
    close();
    throw error;
  }
}

// After a power cut, or with an older sotto.db restored, the sums may know ids that the log would give again:
// those hits would lie below the watermark and never be counted.
function keepAhead(main: Database.Database, sums: Database.Database): void {
  const folded = Number(sums.prepare('SELECT hit_id FROM fold_state').pluck().get() ?? 0);
  main
    .transaction(() => {
      main.prepare(`UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'hits'`).run(folded);
      main
        .prepare(
          `INSERT INTO sqlite_sequence(name, seq)
           SELECT 'hits', ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'hits')`,
        )
        .run(folded);
    })
    .immediate();
}

/** Judges each slice once, into a temporary table that all its sums read. */
function stagedFold(): ReturnType<typeof foldStatements> {
  return [
    sql`UPDATE fold_state SET hit_id = hit_id`, // takes the lock of the sums alone, before anything is read
    sql`DELETE FROM temp.judged_hits`,
    sql`WITH ${judged(slice(SLICE))} INSERT INTO temp.judged_hits SELECT * FROM judged`,
    ...foldStatements(SLICE, { with: sql``, table: sql`temp.judged_hits` }),
  ];
}

export interface NodeFolder extends Folder {
  /** Moves what the logs hold into the files, as far as readers allow; never waits. */
  checkpoint(): void;
  close(): void;
}

/** Opens the one writer of `sums.db`, with connections of its own. The files must have been prepared. */
export function openFolder(options: { dataDir: string }): NodeFolder {
  const { dataDir } = options;
  const sums = openFile(dataDir, 'sums', 'normal');
  attachMain(sums, dataDir);
  const engine = sqliteEngine(sums, 'deferred');
  sums.exec(`CREATE TEMP TABLE judged_hits(${JUDGED_COLUMNS.join(', ')})`);
  return {
    ...createFolder(engine, stagedFold()),
    checkpoint: () => {
      sums.pragma('main.wal_checkpoint(PASSIVE)');
      sums.pragma('sotto.wal_checkpoint(PASSIVE)');
    },
    close: () => sums.close(),
  };
}
