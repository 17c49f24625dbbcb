import autocannon, { type Result } from 'autocannon';
import type { Hail, Shot } from './load.ts';

export async function runCannon({ seconds, ...shot }: Shot): Promise<Hail> {
  return hailOf(await autocannon({ ...shot, duration: seconds }));
}

/** Sends so many requests and waits for every answer; answers how many redirects came. */
export async function countRedirects(shot: Omit<Shot, 'seconds'>, amount: number): Promise<number> {
  const result = await autocannon({ ...shot, amount });
  return result['3xx'];
}

function hailOf(result: Result): Hail {
  return {
    answered: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.errors + result.timeouts + result['4xx'] + result['5xx'],
  };
}
