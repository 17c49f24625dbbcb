/** Sotto's counters and the state of the process, for Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, type Histogram, Registry } from 'prom-client';
import type { ListState } from '../../../abuse/lists.ts';
import { type Counters, countLost, countStored } from '../../../counters.ts';
import type { Log, Metrics } from '../../../ports.ts';
import type { DictionaryUsage } from '../../../store-ports/hit-stores.ts';
import { SECOND } from '../../../time.ts';
import type { HitOutcome } from '../hit-log/group-commit.ts';
import { histogramSamples, type NodeDurations } from './durations.ts';

/** Values that are read when the metrics are requested. */
export interface Gauges {
  /** How many stored hits are not in the sums yet. */
  waiting(): Promise<number>;
  /** How full the dictionaries are today. */
  dictionaryRoom(): Promise<DictionaryUsage[]>;
  /** How many answered hits are not stored yet. */
  pending(): number;
  /** The lists of `SOTTO_BLOCKLIST`, in order. */
  blocklist(): ListState[];
  /** Bytes of each database's write-ahead log, by file name. */
  walBytes(): Record<string, number>;
}

type Sample = [labels: Record<string, string | number>, value: number];
type Mirror = (name: string, help: string, labelNames: string[], read: () => Sample[]) => void;

/** What is measured of each list of `SOTTO_BLOCKLIST`. */
const LIST_GAUGES: [name: string, help: string, value: (state: ListState) => number][] = [
  ['sotto_blocklist_hosts', 'Hosts of each block list', ({ hosts }) => hosts],
  [
    'sotto_blocklist_confirmed_timestamp_seconds',
    'When each block list was last read, or found unchanged',
    ({ confirmedAt }) => (confirmedAt ?? 0) / SECOND,
  ],
  [
    'sotto_blocklist_failing',
    '1 if the last attempt to read the block list failed',
    ({ failure }) => Number(failure !== null),
  ],
];

/** Reads all numbers when the metrics are requested. Labels never contain text that strangers can choose. */
export function createMetrics(
  counters: Counters,
  durations: Pick<NodeDurations, 'read'>,
  gauges: Gauges,
): Metrics {
  const register = new Registry();
  const registers = [register];
  const mirror: Mirror = (name, help, labelNames, read) =>
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

  mirror('sotto_hits_total', 'Stored hits by kind, as classified from the request alone', ['kind'], () =>
    Object.entries(counters.hits).map(([kind, times]) => [{ kind }, times]),
  );
  mirror('sotto_hits_dropped_total', 'Hits that could not be stored', [], () => [[{}, counters.hitsDropped]]);
  mirror('sotto_redirects_total', 'Responses to requests for short links, by status', ['status'], () =>
    [...counters.redirects].map(([status, times]) => [{ status }, times]),
  );
  addRefusals(mirror, counters);
  addShares(mirror, counters);
  addDurations(register, durations);
  mirror(
    'sotto_http_api_requests_total',
    'Responses of the API, by method, route and status',
    ['method', 'route', 'status'],
    () => [...counters.apiRequests.values()].map(({ times, ...labels }) => [labels, times]),
  );
  const gauge = (name: string, help: string, labelNames: string[], read: () => Promise<Sample[]>) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        for (const [labels, value] of await read()) this.set(labels, value);
      },
    });

  gauge('sotto_hits_pending', 'Answered hits that are not stored yet', [], async () => [
    [{}, gauges.pending()],
  ]);
  gauge('sotto_rollup_lag_hits', 'Stored hits that are not in the sums yet', [], async () => [
    [{}, await gauges.waiting().catch(() => Number.NaN)],
  ]);
  gauge('sotto_dictionary_fullness_ratio', FULLNESS_HELP, ['dictionary'], () => fullnessOf(gauges));
  gauge('sotto_wal_bytes', 'Size of each database write-ahead log in bytes', ['file'], async () =>
    Object.entries(gauges.walBytes()).map(([file, bytes]) => [{ file }, bytes]),
  );
  for (const [name, help, value] of LIST_GAUGES) {
    gauge(name, help, ['source'], async () =>
      gauges.blocklist().map((state, index) => [{ source: index + 1 }, value(state)]),
    );
  }
  mirror('sotto_blocklist_reported_total', 'Redirects to hosts of a block list that only reports', [], () => [
    [{}, counters.listedRedirects],
  ]);
  collectDefaultMetrics({ register });
  const headers = { 'Content-Type': register.contentType, 'Cache-Control': 'no-store' };
  return async () => new Response(await register.metrics(), { headers });
}

const FULLNESS_HELP = 'Entries of a dictionary as a share of its bound';

const fullnessOf = async ({ dictionaryRoom }: Gauges): Promise<Sample[]> =>
  (await dictionaryRoom().catch(() => [])).map(({ name, entries, bound }) => [
    { dictionary: name },
    entries / bound,
  ]);

const HISTOGRAMS = {
  redirects: ['sotto_redirect_duration_seconds', 'Time from a request for a short link to its answer'],
  api: ['sotto_http_api_request_duration_seconds', 'Time from a request to the API to its answer'],
  commits: ['sotto_hit_commit_duration_seconds', 'Time that a commit of hits takes'],
} as const;

function addDurations(register: Registry, { read }: Pick<NodeDurations, 'read'>): void {
  for (const [of, [name, help]] of Object.entries(HISTOGRAMS)) {
    const get = async () => {
      const values = histogramSamples(name, read()[of as keyof typeof HISTOGRAMS]); // its own key
      return { name, help, type: 'histogram', aggregator: 'sum', values };
    };
    // The registry uses nothing else of a metric. A histogram of the library would cost each redirect ten times as much.
    register.registerMetric({ name, get } as unknown as Histogram);
  }
}

/** The requests of visitors that a limit has refused. */
function addRefusals(mirror: Mirror, { unknownSlugs, passwordsRefused }: Counters): void {
  mirror('sotto_unknown_slugs_total', 'Requests for addresses that do not exist', [], () => [
    [{}, unknownSlugs.requested],
  ]);
  mirror(
    'sotto_unknown_slugs_limited_total',
    'Requests for addresses that do not exist that were refused because their network made too many',
    [],
    () => [[{}, unknownSlugs.limited]],
  );
  mirror('sotto_passwords_refused_total', 'Passwords of visitors that were not checked', ['reason'], () =>
    Object.entries(passwordsRefused).map(([reason, times]) => [{ reason }, times]),
  );
}

function addShares(mirror: Mirror, { shares }: Counters): void {
  mirror('sotto_shares_total', 'Stored shares, by how they were noticed', ['source'], () =>
    Object.entries(shares.stored).map(([source, times]) => [{ source }, times]),
  );
  mirror('sotto_shares_limited_total', 'Shares beyond the limit of their network, not stored', [], () => [
    [{}, shares.limited],
  ]);
  mirror('sotto_shares_dropped_total', 'Shares that could not be stored', [], () => [[{}, shares.dropped]]);
}

/** Counts stored and lost hits, and logs the losses. */
export function countHits(counters: Counters, log: Pick<Log, 'error'>): HitOutcome {
  return {
    stored(hits) {
      countStored(counters, hits);
    },
    lost(hits, err) {
      countLost(counters, hits.length, Date.now());
      log.error({ err, hits: hits.length }, 'hits were lost because they could not be stored');
    },
  };
}
