/** The load generator: wrk where it is installed, else autocannon; one of them for all that is compared. */
import { spawnSync } from 'node:child_process';
import { runCannon } from './autocannon.ts';
import { runWrk } from './wrk.ts';

export interface Prepared {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Shot {
  /** Origin without a trailing slash. */
  url: string;
  /** Sent in this order, over again until the time is up. */
  requests: Prepared[];
  connections: number;
  seconds: number;
}

/** `failed` are answers of status 400 and above, and errors; latencies in milliseconds. */
export interface Hail {
  answered: number;
  seconds: number;
  p50: number;
  p99: number;
  failed: number;
}

export interface Load {
  name: string;
  run(shot: Shot): Promise<Hail>;
}

export function findLoad(): Load {
  // wrk tells its version, and then its usage with exit code 1.
  const { stdout, error } = spawnSync('wrk', ['--version'], { encoding: 'utf8' });
  if (error) return { name: 'autocannon', run: runCannon };
  return { name: /^wrk \S+/.exec(stdout)?.[0] ?? 'wrk', run: runWrk };
}
