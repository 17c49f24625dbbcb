/**
 * Keeps the write-ahead log of a database short, from another thread than its writer's. Whoever writes first after all of
 * the log has been moved starts it anew, and waits until the disk has the new head. A writer that must not wait for the
 * disk would do so each second. So a snapshot stays open that keeps the log going until it is long.
 */
import Database from 'better-sqlite3';

// Beyond this size the log is started anew.
const LIMIT_BYTES = 32_000_000;
// The writer is refused during this time, and retries.
const RESTART_WAIT_MS = 50;

// Pages that may be moved while the writer waits, which takes a few milliseconds.
const MAX_LAST_PAGES = 200;
const MAX_PASSES = 5;

export interface Checkpoints {
  /** Moves the content of the log into the file, as far as readers allow. */
  run(): void;
  close(): void;
}

/** Checkpoints the database `schema` of a connection, which is the file at `path`. The caller closes them first. */
export function openCheckpoints(
  connection: Database.Database,
  { schema, path, waitMs }: { schema: 'main' | 'sotto'; path: string; waitMs: number },
): Checkpoints {
  const pageBytes = Number(connection.pragma('page_size', { simple: true }));
  const snapshot = openSnapshot(path);

  /** Moves pages that no reader needs, while others write. */
  const movePages = (): { pages: number; moved: number } => {
    const [row] = connection.pragma(`${schema}.wal_checkpoint(PASSIVE)`) as {
      log: number;
      checkpointed: number;
    }[]; // the pragma returns one row
    return { pages: row?.log ?? 0, moved: row?.checkpointed ?? 0 };
  };
  /** Also moves what has been written since the snapshot. The log cannot start anew in between: it has pages left. */
  const moveNewPages = () => {
    snapshot.renew();
    return movePages();
  };
  const restart = () => {
    snapshot.end();
    connection.pragma(`busy_timeout = ${RESTART_WAIT_MS}`);
    connection.pragma(`${schema}.wal_checkpoint(RESTART)`);
    connection.pragma(`busy_timeout = ${waitMs}`);
  };
  return {
    run() {
      let log = movePages();
      // A snapshot of a log that has been moved as a whole would keep nothing, so it is renewed only after new writes.
      if (log.moved < log.pages) log = moveNewPages();
      if (log.pages * pageBytes < LIMIT_BYTES) return;
      // Pages that are written during a pass are moved by the next one, fewer each time: a restart makes the writer wait for
      // the rest.
      for (let more = log.pages, passes = 0; more > MAX_LAST_PAGES && passes < MAX_PASSES; passes++) {
        const before = log.pages;
        log = moveNewPages();
        more = log.pages - before;
      }
      // A reader still needs older pages, and a restart would have to wait for it.
      if (log.moved === log.pages) restart();
    },
    close: snapshot.close,
  };
}

/** A read transaction of its own connection. */
function openSnapshot(path: string) {
  const connection = new Database(path, { readonly: true, timeout: 0 });
  const [begin, look, commit] = ['BEGIN', 'SELECT 1 FROM sqlite_master LIMIT 1', 'COMMIT'].map((sql) =>
    connection.prepare(sql),
  );
  const end = () => {
    if (connection.inTransaction) commit?.run();
  };
  const renew = () => {
    end();
    begin?.run();
    look?.get();
  };
  renew();
  return { renew, end, close: () => connection.close() };
}
