/**
 * Keeps the write-ahead log of a database short, from another thread than its writer's. After a complete checkpoint,
 * SQLite begins the log again at the next write, which then waits until the header is on disk. The main thread would wait
 * like this about once a second, so an open read transaction prevents it until the log is long or old.
 */
import Database from 'better-sqlite3';

// Beyond this size the log begins again.
const LIMIT_BYTES = 32_000_000;
// After this time it is emptied, because it still has what has been deleted from the database.
const LIMIT_MS = 3_600_000;
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

/** How many pages the log has, and how many of them are in the file. */
interface Log {
  pages: number;
  moved: number;
}

interface CheckpointOptions {
  schema: 'main' | 'sotto';
  /** The file of this schema. */
  path: string;
  /** The busy timeout of the connection. */
  waitMs: number;
  /** In milliseconds, from any time on. */
  now(): number;
}

/** Checkpoints one database of a connection. Close them before the connection. */
export function openCheckpoints(
  connection: Database.Database,
  { schema, path, waitMs, now }: CheckpointOptions,
): Checkpoints {
  const pageBytes = Number(connection.pragma('page_size', { simple: true }));
  const snapshot = openSnapshot(path, waitMs);
  let begunAt = now();

  /** Moves pages that no reader needs, while others write. */
  const movePages = (): Log => {
    const [row] = connection.pragma(`${schema}.wal_checkpoint(PASSIVE)`) as {
      log: number;
      checkpointed: number;
    }[]; // the pragma returns one row
    return { pages: row?.log ?? 0, moved: row?.checkpointed ?? 0 };
  };
  /** Also moves what has been written since the snapshot. The log cannot begin again in between: it has pages left. */
  const moveNewPages = () => {
    snapshot.renew();
    return movePages();
  };
  // Pages that are written during a pass are moved by the next one, fewer each time: a restart makes the writer wait for
  // the rest.
  const moveLastPages = (log: Log): Log => {
    let [last, more] = [log, log.pages];
    for (let passes = 0; more > MAX_LAST_PAGES && passes < MAX_PASSES; passes++) {
      const before = last.pages;
      last = moveNewPages();
      more = last.pages - before;
    }
    return last;
  };
  const restart = (mode: 'RESTART' | 'TRUNCATE') => {
    snapshot.end();
    connection.pragma(`busy_timeout = ${RESTART_WAIT_MS}`);
    try {
      const isBusy = connection.pragma(`${schema}.wal_checkpoint(${mode})`, { simple: true }) !== 0;
      if (!isBusy) begunAt = now();
    } finally {
      connection.pragma(`busy_timeout = ${waitMs}`);
    }
  };
  return {
    run() {
      let log = movePages();
      // A snapshot of a log that has been moved as a whole would keep nothing, so it is renewed only after new writes.
      if (log.moved < log.pages) log = moveNewPages();
      const isOld = now() - begunAt >= LIMIT_MS;
      if (log.pages * pageBytes < LIMIT_BYTES && !(isOld && log.pages > 0)) return;
      log = moveLastPages(log);
      // A reader still needs older pages, and a restart would have to wait for it.
      if (log.moved === log.pages) restart(isOld ? 'TRUNCATE' : 'RESTART');
    },
    close: snapshot.close,
  };
}

/** A read transaction of its own connection. */
function openSnapshot(path: string, waitMs: number) {
  const connection = new Database(path, { readonly: true, timeout: waitMs });
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
