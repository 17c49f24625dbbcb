/** Looks at everything that Sotto stands on here: two files, the fold worker, the disk. */
import { statfs } from 'node:fs/promises';
import type { Check, Health, Log, StatsStore } from '../../ports.ts';
import { openFile } from './open-files.ts';
import type { WorkerRollUp } from './worker-roll-up.ts';

const LEAST_FREE_MB = 256;
const MB = 1_000_000;
/** Up to here statistics stay quick. */
const MOST_UNFOLDED = 100_000;

interface Parts {
  dataDir: string;
  stats: Pick<StatsStore, 'unfolded'>;
  rollUp: Pick<WorkerRollUp, 'failing'>;
  log: Log;
}

type Look = () => Promise<Pick<Check, 'status' | 'detail'>>;

/** The files must have been prepared; `close` ends the connection that writes for the check. */
export function openHealth({ dataDir, stats, rollUp, log }: Parts): { health: Health; close(): void } {
  const main = openFile(dataDir, 'main', 'normal');
  main.pragma('busy_timeout = 0'); // nobody waits for a check
  // Changes nothing, and yet goes all the way into the log of the file.
  const write = main.prepare(`UPDATE sqlite_sequence SET seq = seq WHERE name = 'hits'`);

  const checks: Record<string, Look> = {
    'sotto.db': async () => {
      write.run();
      return { status: 'pass', detail: 'Links and hits can be written.' };
    },
    'sums.db': async () => {
      const unfolded = await stats.unfolded();
      const status = unfolded > MOST_UNFOLDED ? 'warn' : 'pass';
      return { status, detail: `${unfolded} hits are not in the sums yet.` };
    },
    fold: async () =>
      rollUp.failing()
        ? {
            status: 'warn',
            detail: 'The worker failed and is started again: statistics are slower till then.',
          }
        : { status: 'pass', detail: 'The worker is well.' },
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
