/** Statistics over HTTP, of few hits and of many. */
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { type Client, createClient } from '../../support/session/client.ts';
import { dataFolder, type Size } from '../data-set/data-set.ts';
import { contentsIn } from '../data-set/sample.ts';
import { percentile } from '../report/figures.ts';
import { type Sotto, startSotto } from '../servers/sotto.ts';
import { measureWhileReading } from './while-reading.ts';

export interface StatsOptions {
  sizes: Size[];
  /** How often each query is sent. */
  times: number;
  /** The maximum duration of the export during raw reads. */
  longSeconds: number;
  progress: ProgressBar;
}

/** Requests of each query that do not count: V8 has not compiled the code yet. */
const WARM_UP = 20;

const DAY = 86_400_000;
/** Names of the queries that have their own targets. */
export const TOP = { allTime: 'by link', recent: 'by link, 30 days' };

const QUERIES = {
  [TOP.allTime]: 'groupBy=link',
  [TOP.recent]: `groupBy=link&from=${new Date(Date.now() - 30 * DAY).toISOString()}`,
  'by channel': 'groupBy=channel',
  'by day': 'groupBy=day&timezone=Europe/Paris',
  'by country × day in Paris': 'groupBy=country,day&timezone=Europe/Paris',
};
export const SCOPES = ['busiest content', 'usual content', 'everything'] as const;

/** The times of one query at one size, in milliseconds. */
export interface Timing {
  scope: (typeof SCOPES)[number];
  name: string;
  hits: number;
  p50: number;
  p99: number;
}

interface Contender {
  size: Size;
  sotto: Sotto;
  client: Client;
  keys: string[];
  /** The filter that restricts a query to a scope. */
  filters: Record<Timing['scope'], string>;
}

export async function measureStats({ sizes, times, longSeconds, progress }: StatsOptions) {
  const contenders: Contender[] = [];
  try {
    for (const size of sizes) contenders.push(await open(size, times, progress));
    progress.begin('Statistics', SCOPES.length * Object.keys(QUERIES).length);
    const timings: Timing[] = [];
    for (const scope of SCOPES) {
      for (const [name, query] of Object.entries(QUERIES)) {
        const taken = await measureQuery(
          contenders,
          (each) => `/stats?${query}${each.filters[scope]}`,
          times,
        );
        timings.push(...taken.map((figures) => ({ scope, name, ...figures })));
        progress.add(1);
      }
    }
    const largest = contenders.at(-1);
    const reading = largest ? await measureWhileReading(largest.sotto, longSeconds, progress) : null;
    return { sizes, timings, reading };
  } finally {
    for (const { sotto, client } of contenders) {
      client.close();
      await sotto.stop();
    }
  }
}

async function open(size: Size, times: number, progress: ProgressBar): Promise<Contender> {
  const folder = await dataFolder(size, progress);
  const { busiest, usual } = contentsIn(folder);
  const sotto = await startSotto(folder);
  const requests = SCOPES.length * Object.keys(QUERIES).length * (WARM_UP + 2 * times);
  return {
    size,
    sotto,
    client: createClient(sotto.url),
    keys: await sotto.keys(requests, 'stats:read'),
    filters: {
      'busiest content': `&contentId=${busiest}`,
      'usual content': `&contentId=${usual}`,
      everything: '',
    },
  };
}

type PathOf = (contender: Contender) => string;

/** How long one request takes until the whole answer is here, in milliseconds. */
async function timeOf({ client, keys }: Contender, path: string, time: number): Promise<number> {
  const Authorization = `Bearer ${keys[time % keys.length]}`;
  const headers = { Authorization, 'Accept-Encoding': 'gzip, deflate' };
  const started = performance.now();
  // Not `fetch` and `JSON.parse`: they take longer than many answers, and leave garbage that is collected meanwhile.
  const { status } = await client.send({ method: 'GET', path: `/api/v1${path}`, headers });
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return performance.now() - started;
}

/**
 * The median is of requests that alternate between the sizes, so that a disturbance affects all of them. The p99 is of
 * requests to one size after the other: a server collects its garbage after it has answered, while the next one works.
 */
async function measureQuery(contenders: Contender[], path: PathOf, times: number) {
  const taken = contenders.map((each) => ({ each, inTurn: [] as number[], alone: [] as number[] }));
  for (let time = 0; time < WARM_UP + times; time++) {
    for (const { each, inTurn } of taken) {
      const milliseconds = await timeOf(each, path(each), time);
      if (time >= WARM_UP) inTurn.push(milliseconds);
    }
  }
  for (const { each, alone } of taken) {
    for (let time = 0; time < times; time++) alone.push(await timeOf(each, path(each), time));
  }
  return taken.map(({ each, inTurn, alone }) => ({
    hits: each.size.hits,
    p50: percentile(inTurn, 50),
    p99: percentile(alone, 99),
  }));
}
