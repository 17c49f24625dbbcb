/** Our counters and the state of the process, for Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Counters } from '../../counters.ts';
import type { NewHit } from '../../hits/hit.ts';
import type { Metrics, StatsStore } from '../../ports.ts';

type Sample = [labels: Record<string, string | number>, value: number];

/** Numbers are read when somebody asks. No label is anything that a stranger may choose. */
export function createMetrics(counters: Counters, stats: Pick<StatsStore, 'unfolded'>): Metrics {
  const register = new Registry();
  const registers = [register];
  const mirror = (name: string, help: string, labelNames: string[], read: () => Sample[]) =>
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });

  mirror('sotto_hits_total', 'Stored hits, by what one request alone tells', ['kind'], () =>
    Object.entries(counters.hits).map(([kind, times]) => [{ kind }, times]),
  );
  mirror('sotto_hits_dropped_total', 'Hits that could not be stored', [], () => [[{}, counters.hitsDropped]]);
  mirror('sotto_redirects_total', 'Answers to requests for short links', ['status'], () =>
    [...counters.redirects].map(([status, times]) => [{ status }, times]),
  );
  mirror('sotto_http_api_requests_total', 'Answers of the API', ['method', 'route', 'status'], () =>
    [...counters.apiRequests.values()].map(({ times, ...labels }) => [labels, times]),
  );
  new Gauge({
    name: 'sotto_fold_lag_hits',
    help: 'Stored hits that are not in the sums yet',
    registers,
    async collect() {
      this.set(await stats.unfolded().catch(() => Number.NaN));
    },
  });
  collectDefaultMetrics({ register });
  const headers = { 'Content-Type': register.contentType, 'Cache-Control': 'no-store' };
  return async () => new Response(await register.metrics(), { headers });
}

/** Lets `commit` store hits and counts what becomes of them. */
export function countHits(counters: Counters, commit: (hits: NewHit[]) => Promise<void>): typeof commit {
  return async (hits) => {
    try {
      await commit(hits);
    } catch (error) {
      counters.hitsDropped += hits.length;
      throw error;
    }
    for (const { kind } of hits) counters.hits[kind] += 1;
  };
}
