/** Statistics over HTTP, of few hits and of many. */
import type { Progress } from '../../../src/runtime/node/commands/progress.ts';
import { dataFolder, type Size } from '../data-set/data-set.ts';
import { contentsIn } from '../data-set/sample.ts';
import { percentile } from '../report/figures.ts';
import { type Sotto, startSotto } from '../servers/sotto.ts';
import { measureWhileReading } from './while-reading.ts';

export interface StatsOptions {
  sizes: Size[];
  /** How often each question is asked. */
  times: number;
  /** How long an export and raw reads are watched at most. */
  longSeconds: number;
  progress: Progress;
}

/** Of each question, not counted: V8 has not yet compiled what it needs. */
const WARM_UP = 20;

const DAY = 86_400_000;
/** Names of questions that have targets of their own. */
export const TOP = { always: 'by link', lately: 'by link, 30 days' };

const QUESTIONS = {
  [TOP.always]: 'groupBy=link',
  [TOP.lately]: `groupBy=link&from=${new Date(Date.now() - 30 * DAY).toISOString()}`,
  'by channel': 'groupBy=channel',
  'by day': 'groupBy=day&timezone=Europe/Paris',
  'by country × day in Paris': 'groupBy=country,day&timezone=Europe/Paris',
};
export const SCOPES = ['busiest content', 'usual content', 'everything'] as const;

/** Milliseconds of one question at one size. */
export interface Timing {
  scope: (typeof SCOPES)[number];
  name: string;
  hits: number;
  p50: number;
  p99: number;
}

interface Asked {
  size: Size;
  sotto: Sotto;
  keys: string[];
  /** What is added to a question about this scope. */
  filters: Record<Timing['scope'], string>;
}

export async function measureStats({ sizes, times, longSeconds, progress }: StatsOptions) {
  const asked: Asked[] = [];
  try {
    for (const size of sizes) asked.push(await open(size, times, progress));
    progress.begin('Statistics', SCOPES.length * Object.keys(QUESTIONS).length);
    const timings: Timing[] = [];
    for (const scope of SCOPES) {
      for (const [name, query] of Object.entries(QUESTIONS)) {
        const taken = await takeTurns(asked, (each) => `/stats?${query}${each.filters[scope]}`, times);
        timings.push(...taken.map((figures) => ({ scope, name, ...figures })));
        progress.add(1);
      }
    }
    const largest = asked.at(-1);
    const reading = largest ? await measureWhileReading(largest.sotto, longSeconds, progress) : null;
    return { sizes, timings, reading };
  } finally {
    for (const { sotto } of asked) await sotto.stop();
  }
}

async function open(size: Size, times: number, progress: Progress): Promise<Asked> {
  const folder = await dataFolder(size, progress);
  const { busiest, usual } = contentsIn(folder);
  const sotto = await startSotto(folder);
  const questions = SCOPES.length * Object.keys(QUESTIONS).length * (WARM_UP + times);
  return {
    size,
    sotto,
    keys: await sotto.keys(questions, 'stats:read'),
    filters: {
      'busiest content': `&contentId=${busiest}`,
      'usual content': `&contentId=${usual}`,
      everything: '',
    },
  };
}

/** One request after the other, the sizes in turn, so that a disturbance hits them alike. */
async function takeTurns(asked: Asked[], path: (asked: Asked) => string, times: number) {
  const taken = asked.map((each) => ({ each, milliseconds: [] as number[] }));
  for (let time = 0; time < WARM_UP + times; time++) {
    for (const { each, milliseconds } of taken) {
      const key = each.keys[time % each.keys.length];
      const started = performance.now();
      await each.sotto.api(path(each), undefined, key);
      if (time >= WARM_UP) milliseconds.push(performance.now() - started);
    }
  }
  return taken.map(({ each, milliseconds }) => ({
    hits: each.size.hits,
    p50: percentile(milliseconds, 50),
    p99: percentile(milliseconds, 99),
  }));
}
