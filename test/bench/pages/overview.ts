/** The overview over HTTP, compared with the statistics on it: the same functions on the same data, without a page. */
import { parseConfig, settingsOf } from '../../../src/config/config.ts';
import { readOverview } from '../../../src/pages/app/overview/read-overview.ts';
import { readPeriod } from '../../../src/pages/app/period.ts';
import { createPasswords } from '../../../src/runtime/node/adapters/passwords.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { signInDemoMember } from '../../../src/runtime/node/demo/demo-member.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { httpGet } from '../../support/server/http-get.ts';
import { dataFolder, type Size } from '../data-set/data-set.ts';
import { percentile } from '../report/figures.ts';
import { startSotto } from '../servers/sotto.ts';

export interface PagesOptions {
  size: Size;
  /** How often each period is opened. */
  times: number;
  progress: ProgressBar;
}

/** Rounds that do not count: V8 has not compiled the code yet. */
const WARM_UP = 3;
const ZONE = 'UTC';
export const PERIODS = ['30d', '12m'] as const;
const NOTHING_FILTERED = { filters: {}, contentIds: [] };

/** Medians and 99th percentiles in milliseconds. */
export interface PageTiming {
  period: (typeof PERIODS)[number];
  page: { p50: number; p99: number };
  statistics: { p50: number; p99: number };
  /** The size of the page in bytes, not compressed. */
  bytes: number;
}

export async function measurePages({ size, times, progress }: PagesOptions) {
  const folder = await dataFolder(size, progress);
  const { store, close } = openStore({ dataDir: folder, synchronous: 'normal' });
  try {
    const settings = defaultSettings();
    const entry = await signInDemoMember(store, settings, createPasswords());
    const sotto = await startSotto(folder);
    try {
      const cookie = await signIn(`${sotto.url}${entry}`);
      const readPage = async (period: string) => {
        // A connection of its own: the server would close an idle one while the statistics are read in this process.
        const { status, body } = await httpGet(`${sotto.url}/app?period=${period}`, { Cookie: cookie });
        if (status !== 200) throw new Error(`The overview answered ${status}`);
        return Buffer.byteLength(body);
      };
      const readAlone = async (period: string) => {
        const days = readPeriod(new URLSearchParams({ period }), Date.now(), ZONE);
        await readOverview({ store, clock: Date.now, settings }, NOTHING_FILTERED, days, ZONE);
      };
      progress.begin('Overview', PERIODS.length * (WARM_UP + times));
      const timings: PageTiming[] = [];
      for (const period of PERIODS)
        timings.push(await compare(period, { readPage, readAlone, times, progress }));
      return { size, timings };
    } finally {
      await sotto.stop();
    }
  } finally {
    close();
  }
}

function defaultSettings() {
  const parsed = parseConfig({}, () => '');
  if (!parsed.ok) throw new Error('The default settings are invalid');
  return settingsOf(parsed.config, 'http://localhost');
}

/** Follows a one-use link; returns the cookie of the session. */
async function signIn(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0];
  if (!cookie) throw new Error(`The link to sign in answered ${response.status}`);
  return cookie;
}

interface Contest extends Pick<PagesOptions, 'times' | 'progress'> {
  readPage(period: string): Promise<number>;
  readAlone(period: string): Promise<void>;
}

/** Alternates the page and its statistics, so that a disturbance affects both. */
async function compare(
  period: PageTiming['period'],
  { readPage, readAlone, times, progress }: Contest,
): Promise<PageTiming> {
  const taken = { page: [] as number[], statistics: [] as number[] };
  let bytes = 0;
  for (let time = 0; time < WARM_UP + times; time++) {
    const started = performance.now();
    bytes = await readPage(period);
    const answered = performance.now();
    await readAlone(period);
    if (time >= WARM_UP) {
      taken.page.push(answered - started);
      taken.statistics.push(performance.now() - answered);
    }
    progress.add(1);
  }
  const figures = (milliseconds: number[]) => ({
    p50: percentile(milliseconds, 50),
    p99: percentile(milliseconds, 99),
  });
  return { period, page: figures(taken.page), statistics: figures(taken.statistics), bytes };
}
