import autocannon, { type Result } from 'autocannon';
import type { LoadResult, LoadRun } from './load.ts';

export async function runAutocannon({ seconds, ...run }: LoadRun): Promise<LoadResult> {
  return resultOf(await autocannon({ ...run, duration: seconds }));
}

/** Sends a number of requests and waits for every answer; returns the number of redirects. */
export async function countRedirects(run: Omit<LoadRun, 'seconds'>, amount: number): Promise<number> {
  const result = await autocannon({ ...run, amount });
  return result['3xx'];
}

function resultOf(result: Result): LoadResult {
  return {
    answered: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.errors + result.timeouts + result['4xx'] + result['5xx'],
  };
}
