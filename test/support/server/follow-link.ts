/** A load of requests that follow one short link, each with a different mark. */
import { Agent, get } from 'node:http';
import Database from 'better-sqlite3';
import type { OnEnd } from './spawn-server.ts';

const AGENT =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

export interface RedirectLoad {
  /** The marks of the requests that were answered with a redirect. */
  answered: string[];
  /** The code of every failure; a connection stops at its first failure. */
  failures: string[];
  /** The number of failures that interrupted an answer. */
  cutOff(): number;
  /** The longest time from a request to the head of its answer since the last call, in milliseconds. */
  slowest(): number;
  /** Resolves once this many redirects were answered, or all connections have stopped. */
  reached(count: number): Promise<void>;
  /** Waits for the answers under way and sends no more requests. */
  end(): Promise<void>;
  /** Resolves once all connections have stopped. */
  stopped: Promise<void>;
}

/** Opens this many keep-alive connections; `name` starts every mark and must differ between loads of one link. */
export function followLink(shortUrl: string, name: string, connections: number, onEnd: OnEnd): RedirectLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  onEnd(() => agent.destroy());
  const answered: string[] = [];
  const failures: string[] = [];
  let waiting: (() => void)[] = [];
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
        for (const check of waiting) check();
      }
    } catch (error) {
      if (error instanceof CutOff) cutOff += 1;
      failures.push((error as NodeJS.ErrnoException).code ?? String(error)); // what node:http rejects with
    }
  };
  const stopped = Promise.all(Array.from({ length: connections }, connection)).then(() => {});

  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (answered.length < count) return;
        waiting = waiting.filter((other) => other !== check);
        resolve();
      };
      waiting.push(check);
      void stopped.then(resolve);
    });
  const end = () => {
    ending = true;
    return stopped;
  };
  const takeSlowest = () => {
    const taken = slowest;
    slowest = 0;
    return taken;
  };
  return { answered, failures, cutOff: () => cutOff, slowest: takeSlowest, reached, end, stopped };
}

/** An answer that was interrupted. */
class CutOff extends Error {
  readonly code = 'CUT_OFF';
}

/** Resolves with the status when the answer is complete; calls `onRedirect` when its head arrives. */
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

/** Reads from the files of a data folder how many hits have each mark. */
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
