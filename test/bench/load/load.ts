/** The load generator: wrk if it is installed, else autocannon. A whole run uses the same one. */
import { spawnSync } from 'node:child_process';
import { runAutocannon } from './autocannon.ts';
import { runWrk } from './wrk.ts';

export interface Prepared {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface LoadRun {
  /** Origin without a trailing slash. */
  url: string;
  /** Sent in this order, repeatedly until the time is up. */
  requests: Prepared[];
  connections: number;
  seconds: number;
}

/** `failed` counts errors and answers with status 400 and above; latencies are in milliseconds. */
export interface LoadResult {
  answered: number;
  seconds: number;
  p50: number;
  p99: number;
  failed: number;
}

export interface Load {
  name: string;
  run(run: LoadRun): Promise<LoadResult>;
}

export function findLoad(): Load {
  // `wrk --version` prints the version and the usage, and exits with 1.
  const { stdout, error } = spawnSync('wrk', ['--version'], { encoding: 'utf8' });
  if (error) return { name: 'autocannon', run: runAutocannon };
  return { name: /^wrk \S+/.exec(stdout)?.[0] ?? 'wrk', run: runWrk };
}
