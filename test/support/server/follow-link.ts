/** Readers who follow one short link again and again, each time with a mark of its own. */
import { Agent, get } from 'node:http';
import Database from 'better-sqlite3';
import type { OnEnd } from './spawn-server.ts';

const AGENT =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

export interface RedirectLoad {
  /** The marks of the requests that were answered with a redirect. */
  answered: string[];
  /** The code of every failure; a connection stops at its first. */
  failures: string[];
  /** How many of them were answers that had begun. */
  cutOff(): number;
  /** Milliseconds from a question to the head of its answer, the most since the last look. */
  slowest(): number;
  /** Resolves once so many redirects were answered, or all connections have stopped. */
  reached(count: number): Promise<void>;
  /** Lets every connection have its answer and asks no more. */
  end(): Promise<void>;
  /** Resolves once all connections have stopped, which they do at their first failure. */
  stopped: Promise<void>;
}

/** Opens so many kept-alive connections; `name` begins every mark and must differ between loads of one link. */
export function followLink(shortUrl: string, name: string, connections: number, onEnd: OnEnd): RedirectLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  onEnd(() => agent.destroy());
  const answered: string[] = [];
  const failures: string[] = [];
  let counting: (() => void)[] = [];
  let sent = 0;
  let slowest = 0;
  let cutOff = 0;
  let ending = false;

  const connection = async () => {
    try {
      while (!ending) {
        const mark = `${name}-${sent++}`;
        const began = performance.now();
        const status = await follow(`${shortUrl}.${mark}`, agent, () => {
          answered.push(mark);
          slowest = Math.max(slowest, performance.now() - began);
        });
        if (status !== 302) throw Object.assign(new Error(), { code: `HTTP ${status}` });
        for (const look of counting) look();
      }
    } catch (error) {
      if (error instanceof CutOff) cutOff += 1;
      failures.push((error as NodeJS.ErrnoException).code ?? String(error)); // what node:http rejects with
    }
  };
  const stopped = Promise.all(Array.from({ length: connections }, connection)).then(() => {});

  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (answered.length < count) return;
        counting = counting.filter((other) => other !== look);
        resolve();
      };
      counting.push(look);
      void stopped.then(resolve);
    });
  const end = () => {
    ending = true;
    return stopped;
  };
  const look = () => {
    const most = slowest;
    slowest = 0;
    return most;
  };
  return { answered, failures, cutOff: () => cutOff, slowest: look, reached, end, stopped };
}

/** An answer that ended before its end. */
class CutOff extends Error {
  readonly code = 'CUT_OFF';
}

/** Resolves with the status when the answer is whole; `onRedirect` is called as soon as its head is there. */
function follow(url: string, agent: Agent, onRedirect: () => void): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'User-Agent': AGENT } }, (response) => {
      if (response.statusCode === 302) onRedirect();
      response
        .on('error', (cause) => reject(new CutOff('', { cause })))
        .on('end', () => resolve(response.statusCode))
        .resume();
    }).on('error', reject);
  });
}

/** How often each mark stands in the log of a data folder, read as the files are. */
export function storedMarks(dataDir: string): Map<string, number> {
  const database = new Database(`${dataDir}/sotto.db`, { readonly: true });
  try {
    const rows = database.prepare<[], [string, number]>(
      'SELECT mark, count(*) FROM hits WHERE mark IS NOT NULL GROUP BY mark',
    );
    return new Map(rows.raw().all());
  } finally {
    database.close();
  }
}
