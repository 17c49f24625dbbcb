/** Checks everything that the Node server depends on: two databases, the roll-up thread, the clock, the disk. */
import { statfs } from 'node:fs/promises';
import { blocklistCheck } from '../../../abuse/lists.ts';
import type { Counters } from '../../../counters.ts';
import { checkDictionaries } from '../../../health.ts';
import type { Check, Health, Log } from '../../../ports.ts';
import type { StatsStore } from '../../../store-ports/count-stores.ts';
import type { HitStore } from '../../../store-ports/hit-stores.ts';
import { clockText } from '../../../sums/trusted-clock-text.ts';
import type { NodeBlocklist } from '../background/blocklist.ts';
import type { FileWatch } from '../background/file-watch.ts';
import type { RollUpThread } from '../background/roll-up-thread.ts';
import { failWhenLocked, openFile, walBytes } from '../sqlite/open-files.ts';

const MIN_FREE_MB = 256;
const MB = 1_000_000;
/** With more hits that are not rolled up yet, statistics become slow. */
const MAX_WAITING = 100_000;
/** A write-ahead log becomes longer only if a program reads for minutes, or if checkpoints fail. */
const MAX_WAL_MB = 256;
/** The check fails for this long after a loss. */
const RECENT_LOSS_MS = 10_000;

interface HealthOptions {
  dataDir: string;
  stats: Pick<StatsStore, 'waiting'>;
  hits: Pick<HitStore, 'dictionaryRoom'>;
  rollUp: Pick<RollUpThread, 'failing' | 'clock'>;
  log: Log;
  counters: Pick<Counters, 'hitsDroppedAt'>;
  /** How many answered hits are not stored yet. */
  pending(): number;
  blocklist: Pick<NodeBlocklist, 'states'>;
  files: Pick<FileWatch, 'check'>;
}

type Probe = () => Promise<Pick<Check, 'status' | 'detail'>>;

/** Opens the checks. The database files must have been prepared; `close` closes the connection that the checks use. */
export function openHealth({
  dataDir,
  stats,
  hits,
  rollUp,
  log,
  counters,
  pending,
  blocklist,
  files,
}: HealthOptions): {
  health: Health;
  close(): void;
} {
  const main = openFile(dataDir, 'main', 'normal');
  failWhenLocked(main);
  // A write that changes nothing, but reaches the write-ahead log of the file.
  const write = main.prepare('UPDATE __migrations SET applied_at = applied_at');

  const checks: Record<string, Probe> = {
    'sotto.db': async () => {
      write.run();
      return { status: 'pass', detail: 'Links and hits can be written.' };
    },
    hits: async () => {
      const { hitsDroppedAt } = counters;
      if (hitsDroppedAt !== null && Math.abs(Date.now() - hitsDroppedAt) < RECENT_LOSS_MS) {
        return { status: 'fail', detail: 'Hits are being lost because they cannot be stored.' };
      }
      return pending() > 0
        ? { status: 'warn', detail: `Answered hits that wait to be stored: ${pending()}.` }
        : { status: 'pass', detail: 'Every answered hit is stored.' };
    },
    'sums.db': async () => {
      const waiting = await stats.waiting();
      const status = waiting > MAX_WAITING ? 'warn' : 'pass';
      return { status, detail: `Hits that are not in the sums yet: ${waiting}.` };
    },
    dictionaries: () => checkDictionaries(hits, Date.now()),
    rollUp: async () =>
      rollUp.failing()
        ? {
            status: 'warn',
            detail: 'The roll-up is failing and is being retried. Statistics are slower until it succeeds.',
          }
        : { status: 'pass', detail: 'Hits are being rolled up.' },
    clock: async () => {
      const clock = rollUp.clock();
      return { status: clock.off === 0 ? 'pass' : 'warn', detail: clockText(clock) };
    },
    files: async () => files.check(),
    wal: async () => {
      const logs = Object.entries(walBytes(dataDir));
      const [[file, bytes] = ['', 0]] = logs.toSorted(([, one], [, other]) => other - one);
      const size = Math.ceil(bytes / MB);
      return size > MAX_WAL_MB
        ? {
            status: 'warn',
            detail: `The write-ahead log of ${file} has ${size} MB. A program may be reading the file for minutes.`,
          }
        : { status: 'pass', detail: `The longest write-ahead log has ${size} MB.` };
    },
    disk: async () => {
      const { bavail, bsize } = await statfs(dataDir);
      const free = Math.floor((bavail * bsize) / MB);
      return { status: free < MIN_FREE_MB ? 'warn' : 'pass', detail: `${free} MB are free.` };
    },
  };

  const check = async ([name, probe]: [string, Probe]): Promise<Check> => {
    try {
      return { name, ...(await probe()) };
    } catch (err) {
      const code = codeOf(err);
      if (code === 'SQLITE_BUSY')
        return { name, status: 'warn', detail: 'Another process is writing to the database.' };
      log.error({ err, check: name }, 'a health check failed');
      return { name, status: 'fail', detail: `Not usable: ${code}.` };
    }
  };
  const all = async () => {
    const states = blocklist.states();
    const lists = states.length === 0 ? [] : [blocklistCheck(states, Date.now())];
    return [...(await Promise.all(Object.entries(checks).map(check))), ...lists];
  };
  return { health: all, close: () => main.close() };
}

/** The error code of SQLite or the system. The message stays private because it may contain a path. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
