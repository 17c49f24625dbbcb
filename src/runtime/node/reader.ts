/** A process that reads both databases for the main one. Unlike a thread inside SQLite, it can be ended. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Row } from '../../store/engine.ts';
import type { ReaderAnswer, ReaderQuery } from './reader-process.ts';

// Bundled into dist/, or run from the sources by a Node that strips types.
const SCRIPT = new URL(import.meta.url.replace(/[^/]*(\.\w+)$/, 'reader-process$1'));
// An unused one gives its memory back; a new one is there in a tenth of a second.
const IDLE_MS = 60_000;

export interface ReaderOptions {
  /** Paths of the databases. */
  sums: string;
  main: string;
  script?: URL;
}

/** Reads for one question at a time. The process starts when it is needed, again after it was ended. */
export interface ReaderHandle {
  /** The rows of each query, from one snapshot; 'cut' when that took longer than `limitMs`. */
  read(queries: ReaderQuery[], limitMs: number): Promise<Row[][] | 'cut'>;
  /** Ends the process; a question under way fails. */
  stop(): Promise<void>;
}

export function createReader({ sums, main, script = SCRIPT }: ReaderOptions): ReaderHandle {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = () => {
    // It needs nothing of the environment: no setting, no key.
    const env: Partial<NodeJS.ProcessEnv> = {};
    const started = fork(script, [sums, main], {
      execArgv: [],
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const forget = () => {
      if (child === started) child = undefined;
    };
    return started.on('exit', forget).on('error', forget);
  };

  const end = async () => {
    const ended = child;
    child = undefined;
    if (!ended?.pid) return;
    const gone = once(ended, 'exit');
    ended.kill('SIGKILL');
    await gone;
  };

  return {
    async read(queries, limitMs) {
      clearTimeout(idle);
      child ??= start();
      try {
        const answer = await ask(child, queries, limitMs);
        if (answer === 'cut') await end();
        return answer;
      } finally {
        idle = setTimeout(end, IDLE_MS).unref();
      }
    },
    stop() {
      clearTimeout(idle);
      return end();
    },
  };
}

function ask(child: ChildProcess, queries: ReaderQuery[], limitMs: number): Promise<Row[][] | 'cut'> {
  return new Promise((resolve, reject) => {
    const found: Row[][] = queries.map(() => []);
    const done = () => {
      clearTimeout(limit);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
    };
    const onMessage = (answer: ReaderAnswer) => {
      if (answer.kind === 'rows') {
        found[answer.query]?.push(...answer.rows);
        return;
      }
      done();
      if (answer.kind === 'done') resolve(found);
      else reject(new Error(`Reading failed: ${answer.message}`));
    };
    const onError = (cause: Error) => {
      done();
      reject(cause);
    };
    const onExit = (code: number | null, signal: string | null) => {
      onError(new Error(`The reader ended (${signal ?? code}) in the middle of a question`));
    };
    const limit = setTimeout(() => {
      done();
      resolve('cut');
    }, limitMs);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    child.send(queries);
  });
}
