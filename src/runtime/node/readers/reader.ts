/** A process that reads both databases for the main one. Unlike a thread inside SQLite, a process can be killed. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { MINUTE } from '../../../time.ts';
import { endBeforeServer, type ReaderKind, readerHeapMegabytes } from './memory-limits.ts';
import { createCollector, type ReaderMessage, type ReaderQuery, receivedError } from './reader-messages.ts';

// Bundled into dist/, or run from the sources by a Node that strips types.
const SCRIPT = new URL(import.meta.url.replace(/[^/]*(\.\w+)$/, 'reader-process$1'));
// An idle process is ended to free its memory; a new one starts in a tenth of a second.
const IDLE_MS = MINUTE;

export interface ReaderOptions {
  /** Paths of the databases. */
  sums: string;
  main: string;
  kind: ReaderKind;
  script?: URL;
}

/** The process ended before it could take a query. */
export class ReaderUnavailable extends Error {}

/** The process was killed during a query, usually because memory ran out. */
export class ReaderKilled extends Error {}

/** Answers one query at a time. The process starts when it is needed, also after it has ended. */
export interface ReaderHandle {
  /**
   * 'timeout' if the answer takes longer than `limitMs`. Rejects with `ReaderUnavailable` if the process cannot start,
   * and with `ReaderKilled` if a signal ends it.
   */
  query(query: ReaderQuery, limitMs: number): Promise<unknown>;
  /** Ends the process; a running query fails. */
  stop(): Promise<void>;
}

interface Child {
  process: ChildProcess;
  ready: boolean;
}

export function createReader({ sums, main, kind, script = SCRIPT }: ReaderOptions): ReaderHandle {
  let child: Child | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Child => {
    // The reader needs no setting and no key from the environment.
    const env: Partial<NodeJS.ProcessEnv> = { MALLOC_ARENA_MAX: '1' };
    const started: Child = {
      process: fork(script, [sums, main], {
        execArgv: [`--max-old-space-size=${readerHeapMegabytes()}`, '--max-semi-space-size=2'],
        env: env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
      ready: false,
    };
    const onEnd = () => {
      if (child === started) child = undefined;
    };
    endBeforeServer(started.process.pid, kind);
    started.process.on('exit', onEnd).on('error', onEnd);
    return started;
  };

  const startOrFail = (): Child => {
    try {
      return start();
    } catch (cause) {
      throw unreachable(cause); // such as too little memory for another process
    }
  };

  const end = async () => {
    const ended = child?.process;
    child = undefined;
    if (!ended?.pid) return;
    const exited = once(ended, 'exit');
    ended.kill('SIGKILL');
    await exited;
  };

  return {
    async query(query, limitMs) {
      clearTimeout(idle);
      try {
        child ??= startOrFail();
        const result = await resultOf(child, query, limitMs);
        if (result === 'timeout') await end();
        return result;
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

const unreachable = (cause: unknown) =>
  new ReaderUnavailable('The reader process cannot be reached', { cause });

function resultOf(child: Child, query: ReaderQuery, limitMs: number): Promise<unknown> {
  const { process } = child;
  return new Promise((resolve, reject) => {
    const collector = createCollector();
    const settle = (act: () => void) => {
      clearTimeout(limit);
      process.off('message', onMessage).off('exit', onExit).off('error', onError);
      act();
    };
    const onMessage = (message: ReaderMessage) => {
      if (message.kind === 'ready') child.ready = true;
      if (message.kind === 'chunk') collector.add(message.field, message.elements);
      if (message.kind === 'done') settle(() => resolve(collector.end(message.result, message.isList)));
      if (message.kind === 'failed') settle(() => reject(receivedError(message.error)));
    };
    const onError = (cause: Error) => settle(() => reject(unreachable(cause)));
    const onExit = (code: number | null, signal: string | null) => {
      const how = signal ?? code;
      const Failure = !child.ready ? ReaderUnavailable : signal !== null ? ReaderKilled : Error;
      const error = new Failure(
        `The reader process ended (${how}) ${child.ready ? 'during a query' : 'before it was ready'}`,
      );
      settle(() => reject(error));
    };
    const limit = setTimeout(() => settle(() => resolve('timeout')), limitMs);
    process.on('message', onMessage).on('exit', onExit).on('error', onError);
    // A process that could not be started has no channel, and reports why a moment later.
    process.send?.(query, (error) => {
      if (error) onError(error);
    });
  });
}
