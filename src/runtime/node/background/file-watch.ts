/** Looks every second whether the files of the data folder are still those that this process has opened. */
import type { Check, Log } from '../../../ports.ts';
import { DisplacedFile, type FileGuard, type NewestHitNote } from '../sqlite/file-guard.ts';

const INTERVAL_MS = 1_000;

interface FileWatchOptions {
  guard: FileGuard;
  note: NewestHitNote;
  log: Log;
  /** Takes the lock of the data folder again; false if another process has it. */
  retakeLock(): boolean;
  /** Copies the database that this process has open into the data folder. Resolves with the name of the copy. */
  rescue(): Promise<string>;
}

export interface FileWatch {
  check(): Pick<Check, 'status' | 'detail'>;
  end(): void;
}

const MISSING_HITS =
  'hits that were stored before the last stop are missing: a -wal file was removed, an older copy was put in place of sotto.db, or the power failed';

export function watchFiles({ guard, note, log, retakeLock, rescue }: FileWatchOptions): FileWatch {
  const known = new Set<string>();
  if (note.missing > 0) log.error({ hits: note.missing }, MISSING_HITS);

  const isMainInPlace = () => {
    try {
      guard.assertMain();
      return true;
    } catch (error) {
      if (error instanceof DisplacedFile) return false;
      throw error;
    }
  };

  const rescueMain = async () => {
    try {
      log.error(
        { copy: await rescue() },
        'sotto.db is copied as it was: stop the server, and put the copy in its place',
      );
    } catch (err) {
      log.error({ err }, 'sotto.db could not be copied');
    }
  };

  const onDisplaced = (name: string) => {
    log.error({ file: name }, 'a file of the data folder was removed or replaced while it is in use');
    if (name === 'sotto.db') void rescueMain();
  };

  const retake = () => {
    if (!retakeLock()) return;
    guard.accept('lock');
    log.warn({}, 'the lock of the data folder was removed, and is taken again');
  };

  const look = () => {
    const displaced = guard.displaced();
    for (const name of known) if (!displaced.includes(name)) known.delete(name);
    for (const name of displaced.filter((each) => !known.has(each))) {
      known.add(name);
      onDisplaced(name);
    }
    if (known.has('lock')) retake();
    if (isMainInPlace()) note.write();
  };

  const tick = () => {
    try {
      look();
    } catch (err) {
      log.error({ err }, 'the files of the data folder could not be checked');
    }
  };
  const timer = setInterval(tick, INTERVAL_MS);
  return {
    check() {
      const displaced = guard.displaced();
      if (displaced.length > 0) {
        const consequence = displaced.includes('sotto.db') ? ' Nothing can be written.' : '';
        return {
          status: consequence === '' ? 'warn' : 'fail',
          detail: `Removed or replaced while in use: ${displaced.join(', ')}.${consequence}`,
        };
      }
      return note.missing > 0
        ? { status: 'warn', detail: `Hits from before the last start that are missing: ${note.missing}.` }
        : { status: 'pass', detail: 'All files are in place.' };
    },
    end() {
      clearInterval(timer);
      tick();
    },
  };
}
