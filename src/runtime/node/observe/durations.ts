/** How long redirects, answers of the API and commits take, as plain numbers: an observation costs less than 0.1 µs. */
import type { Durations } from '../../../ports.ts';
import { SECOND } from '../../../time.ts';

/** Upper bounds in seconds. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BOUNDS_MS = BOUNDS.map((seconds) => seconds * SECOND);

export interface Series {
  labels: Record<string, string>;
  /** How many observations are in each bucket and in none before it; the last bucket has no bound. */
  counts: number[];
  sumMs: number;
}

export interface NodeDurations extends Durations {
  /** A commit of hits that took this many milliseconds. */
  commit(ms: number): void;
  /** All series by metric. */
  read(): Record<'redirects' | 'api' | 'commits', Series[]>;
}

const newSeries = (labels: Series['labels']): Series => ({
  labels,
  counts: [...BOUNDS.map(() => 0), 0],
  sumMs: 0,
});

function observe(series: Series, ms: number): void {
  let bucket = 0;
  while (ms > (BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY)) bucket++;
  series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
  series.sumMs += ms;
}

/** `2xx` for 204. */
const classOf = (status: number) => `${Math.trunc(status / 100)}xx`;

export function createDurations(now: () => number = () => performance.now()): NodeDurations {
  const redirects = new Map<number, Series>();
  const api = new Map<string, Series>();
  const commits = newSeries({});
  return {
    now,
    redirect(status, since) {
      const hundreds = Math.trunc(status / 100);
      let series = redirects.get(hundreds);
      if (!series) {
        series = newSeries({ status: classOf(status) });
        redirects.set(hundreds, series);
      }
      observe(series, now() - since);
    },
    api({ method, route, status }, since) {
      const key = `${classOf(status)} ${method} ${route}`;
      const series = api.get(key) ?? newSeries({ method, route, status: classOf(status) });
      api.set(key, series);
      observe(series, now() - since);
    },
    commit: (ms) => observe(commits, ms),
    read: () => ({ redirects: [...redirects.values()], api: [...api.values()], commits: [commits] }),
  };
}

interface Sample {
  metricName: string;
  labels: Record<string, string>;
  value: number;
}

/** The samples of a histogram in the Prometheus text format, whose buckets include all smaller ones. */
export function histogramSamples(name: string, series: Series[]): Sample[] {
  return series.flatMap(({ labels, counts, sumMs }) => {
    let count = 0;
    const buckets = counts.map((times, index): Sample => {
      count += times;
      return {
        metricName: `${name}_bucket`,
        labels: { ...labels, le: String(BOUNDS[index] ?? '+Inf') },
        value: count,
      };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sumMs / SECOND },
      { metricName: `${name}_count`, labels, value: count },
    ];
  });
}
