/** Checks everything that Sotto depends on here: two databases, the roll-up thread, the clock, the disk. */
import { statfs } from 'node:fs/promises';
import type { Counters } from '../../../counters.ts';
import type { Check, Health, Log } from '../../../ports.ts';
import type { StatsStore } from '../../../store-ports.ts';
import type { RollUpThread } from '../background/roll-up-thread.ts';
import { openFile, waitForNobody, walBytes } from '../sqlite/open-files.ts';

const LEAST_FREE_MB = 256;
const MB = 1_000_000;
/** Up to here statistics stay quick. */
const MOST_WAITING = 100_000;
/** The log of a database grows beyond this only while somebody reads for minutes, or nobody checkpoints. */
const MOST_WAL_MB = 256;
/** A loss is news for so long. */
const LOST_LATELY_MS = 10_000;

interface Parts {
  dataDir: string;
  stats: Pick<StatsStore, 'waiting'>;
  rollUp: Pick<RollUpThread, 'failing' | 'clockJumped'>;
  log: Log;
  counters: Pick<Counters, 'hitsDroppedAt'>;
  /** Hits that are answered and not stored yet. */
  pending(): number;
}

type Look = () => Promise<Pick<Check, 'status' | 'detail'>>;

/** The files must have been prepared; `close` ends the connection that writes for the check. */
export function openHealth({ dataDir, stats, rollUp, log, counters, pending }: Parts): {
  health: Health;
  close(): void;
} {
  const main = openFile(dataDir, 'main', 'normal');
  waitForNobody(main);
  // Changes nothing, and yet goes all the way into the log of the file.
  const write = main.prepare('UPDATE __migrations SET applied_at = applied_at');

  const checks: Record<string, Look> = {
    'sotto.db': async () => {
      write.run();
      return { status: 'pass', detail: 'Links and hits can be written.' };
    },
    hits: async () => {
      const { hitsDroppedAt } = counters;
      if (hitsDroppedAt !== null && Date.now() - hitsDroppedAt < LOST_LATELY_MS) {
        return { status: 'fail', detail: 'Hits are being lost: they cannot be stored.' };
      }
      return pending() > 0
        ? { status: 'warn', detail: `${pending()} answered hits wait to be stored.` }
        : { status: 'pass', detail: 'What is answered is stored.' };
    },
    'sums.db': async () => {
      const waiting = await stats.waiting();
      const status = waiting > MOST_WAITING ? 'warn' : 'pass';
      return { status, detail: `${waiting} hits are not in the sums yet.` };
    },
    rollUp: async () =>
      rollUp.failing()
        ? {
            status: 'warn',
            detail: 'The roll-up fails and is tried again. Statistics are slower until then.',
          }
        : { status: 'pass', detail: 'Hits are being rolled up.' },
    clock: async () =>
      rollUp.clockJumped()
        ? {
            status: 'warn',
            detail:
              'The clock is days ahead of when it was last seen: check the time. Nothing is deleted by age for a day.',
          }
        : { status: 'pass', detail: 'The clock goes on as it should.' },
    wal: async () => {
      const logs = Object.entries(walBytes(dataDir));
      const [[file, bytes] = ['', 0]] = logs.toSorted(([, one], [, other]) => other - one);
      const size = Math.ceil(bytes / MB);
      return size > MOST_WAL_MB
        ? { status: 'warn', detail: `The log of ${file} has ${size} MB: does a program read it for minutes?` }
        : { status: 'pass', detail: `The longer log has ${size} MB.` };
    },
    disk: async () => {
      const { bavail, bsize } = await statfs(dataDir);
      const free = Math.floor((bavail * bsize) / MB);
      return { status: free < LEAST_FREE_MB ? 'warn' : 'pass', detail: `${free} MB are free.` };
    },
  };

  const check = async ([name, look]: [string, Look]): Promise<Check> => {
    try {
      return { name, ...(await look()) };
    } catch (err) {
      const code = codeOf(err);
      if (code === 'SQLITE_BUSY') return { name, status: 'warn', detail: 'Another process is writing.' };
      log.error({ err, check: name }, 'a health check failed');
      return { name, status: 'fail', detail: `It cannot be used: ${code}.` };
    }
  };
  return { health: () => Promise.all(Object.entries(checks).map(check)), close: () => main.close() };
}

/** SQLite's or the system's word. The message is not for everybody: it may name a path. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
