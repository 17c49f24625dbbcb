/** Statistics and an export over many hits, through HTTP. */
import type { Progress } from '../../src/runtime/node/progress.ts';
import { percentile } from './figures.ts';
import { manyHits } from './million.ts';
import { type Sotto, startSotto } from './sotto.ts';

export interface ReadingOptions {
  hits: number;
  /** How often each question is asked. */
  times: number;
  progress: Progress;
}

const QUESTIONS = {
  'by link': 'groupBy=link',
  'by channel': 'groupBy=channel',
  'by day': 'groupBy=day&timezone=Europe/Paris',
  'by country and day in Paris': 'groupBy=country,day&timezone=Europe/Paris',
};

export async function measureReading({ hits, times, progress }: ReadingOptions) {
  const sotto = await startSotto(await manyHits(hits, progress));
  try {
    const { data } = await sotto.api<{ data: { id: string }[] }>('/contents?limit=1');
    const scopes = { 'one content': `&contentId=${data[0]?.id}`, everything: '' };
    const asked = Object.entries(scopes).flatMap(([scope, filter]) =>
      Object.entries(QUESTIONS).map(([name, query]) => ({ name, scope, path: `/stats?${query}${filter}` })),
    );
    progress.begin('Reading', asked.length + 1);
    const stats = [];
    for (const { name, scope, path } of asked) {
      stats.push({ name, scope, ...(await timings(sotto, path, times)) });
      progress.add(1);
    }
    const exported = await exportAll(sotto);
    progress.add(1);
    return { hits, stats, export: exported };
  } finally {
    await sotto.stop();
  }
}

/** Milliseconds, one request after the other; the first is not counted. */
async function timings(sotto: Sotto, path: string, times: number) {
  const taken: number[] = [];
  await sotto.api(path);
  while (taken.length < times) {
    const started = performance.now();
    await sotto.api(path);
    taken.push(performance.now() - started);
  }
  return { p50: percentile(taken, 50), p99: percentile(taken, 99) };
}

/** Every hit as CSV, and the longest turn of the event loop meanwhile. */
async function exportAll(sotto: Sotto) {
  await sotto.longestTurn();
  const started = performance.now();
  const response = await fetch(`${sotto.url}/api/v1/hits?format=csv`, {
    headers: { Authorization: `Bearer ${sotto.key}` },
  });
  if (!response.ok || !response.body) throw new Error(`The export: ${response.status}`);
  let bytes = 0;
  let lines = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  const seconds = (performance.now() - started) / 1_000;
  return { rows: lines - 1, megabytes: bytes / 2 ** 20, seconds, longestTurn: await sotto.longestTurn() };
}
