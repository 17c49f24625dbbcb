/** A process that reads both databases for the main one. Unlike a thread inside SQLite, it can be ended. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createCollector, type Question, type ReaderMessage, receivedError } from './reader-messages.ts';

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

/** The process ended before it could take a question. */
export class ReaderUnavailable extends Error {}

/** Answers one question at a time. The process starts when it is needed, again after it was ended. */
export interface ReaderHandle {
  /** 'cut' when the answer took longer than `limitMs`. Throws `ReaderUnavailable` if the process cannot start. */
  ask(question: Question, limitMs: number): Promise<unknown>;
  /** Ends the process; a question under way fails. */
  stop(): Promise<void>;
}

interface Child {
  process: ChildProcess;
  ready: boolean;
}

export function createReader({ sums, main, script = SCRIPT }: ReaderOptions): ReaderHandle {
  let child: Child | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Child => {
    // It needs nothing of the environment: no setting, no key.
    const env: Partial<NodeJS.ProcessEnv> = {};
    const started: Child = {
      process: fork(script, [sums, main], {
        execArgv: [],
        env: env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
      ready: false,
    };
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.process.on('exit', forget).on('error', forget);
    return started;
  };

  const end = async () => {
    const ended = child?.process;
    child = undefined;
    if (!ended?.pid) return;
    const gone = once(ended, 'exit');
    ended.kill('SIGKILL');
    await gone;
  };

  return {
    async ask(question, limitMs) {
      clearTimeout(idle);
      try {
        child ??= start();
        const answer = await answerOf(child, question, limitMs);
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

function answerOf(child: Child, question: Question, limitMs: number): Promise<unknown> {
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
      if (message.kind === 'portion') collector.add(message.field, message.elements);
      if (message.kind === 'done') settle(() => resolve(collector.end(message.result, message.isList)));
      if (message.kind === 'failed') settle(() => reject(receivedError(message.error)));
    };
    const onError = (cause: Error) =>
      settle(() => reject(new ReaderUnavailable('The reader cannot be reached', { cause })));
    const onExit = (code: number | null, signal: string | null) => {
      const how = signal ?? code;
      const error = child.ready
        ? new Error(`The reader ended (${how}) in the middle of a question`)
        : new ReaderUnavailable(`The reader ended (${how}) before it was ready`);
      settle(() => reject(error));
    };
    const limit = setTimeout(() => settle(() => resolve('cut')), limitMs);
    process.on('message', onMessage).on('exit', onExit).on('error', onError);
    process.send(question, (error) => {
      if (error) onError(error);
    });
  });
}
