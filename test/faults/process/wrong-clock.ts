import type { Check } from '../../../src/ports.ts';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { fixedClock } from '../../support/server/fixed-clock.ts';
import { httpGet } from '../../support/server/http-get.ts';
import type { ServerProcess } from '../../support/server/spawn-server.ts';
import { type Fault, type FaultContext, failedChecks, NO_LOAD } from '../fault.ts';
import { until } from '../server-state.ts';

const TEN_YEARS = 3_652 * 86_400_000;
/** For how long the clock is wrong. */
const WRONG_MS = 75_000;
const VISITORS = Array.from({ length: 10 }, (_, n) => `203.0.113.${n}`);
const TODAY = 'from=2026-10-07T00:00:00Z&to=2026-10-08T00:00:00Z';
const ENV = { SOTTO_TRUST_PROXY: '127.0.0.1' };

interface Stats {
  total: { hits: number; clicks: number; uniqueClicks: number };
}

async function visit({ url }: ServerProcess, path: string): Promise<void> {
  for (const visitor of VISITORS) {
    await httpGet(`${url}${path}`, { 'User-Agent': CHROME, 'X-Forwarded-For': visitor });
  }
}

async function clockCheck({ url, key }: ServerProcess): Promise<Check | undefined> {
  const { checks } = (await (
    await fetch(`${url}/readyz`, { headers: { Authorization: `Bearer ${key}` } })
  ).json()) as { checks: Check[] }; // as documented
  return checks.find(({ name }) => name === 'clock');
}

/** The same ten visitors before, during and after a time with a wrong clock, each with a start of the server. */
async function problemsOf(context: FaultContext, jump: number): Promise<string[]> {
  const clock = fixedClock(context.folder());
  const options = { dataDir: `${context.folder()}/data`, env: ENV, nodeArgs: clock.nodeArgs };
  const before = await context.start(options);
  const { shortUrl } = await before.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  const path = new URL(shortUrl).pathname;
  await visit(before, path);
  await before.stop();

  clock.advance(jump);
  const wrong = await context.start(options);
  await visit(wrong, path);
  await until('/readyz warns of the clock', async () => (await clockCheck(wrong))?.status === 'warn');
  const { stdout } = await wrong.stop();

  clock.advance(WRONG_MS - jump);
  const after = await context.start(options);
  await visit(after, path);
  await until('the clock agrees again', async () => (await clockCheck(after))?.status === 'pass');
  const { total } = await after.api<Stats>(`/stats?${TODAY}`);
  const { total: ever } = await after.api<Stats>('/stats');
  const { data } = await after.api<{ data: unknown[] }>(`/hits?limit=100&${TODAY}`);
  await after.stop();
  const sign = jump > 0 ? 'ahead' : 'back';
  return failedChecks({
    [`${sign}: ${total.uniqueClicks} of ${total.clicks} clicks are unique`]:
      total.uniqueClicks !== VISITORS.length,
    [`${sign}: ${data.length} single hits are left`]: data.length !== 2 * VISITORS.length,
    [`${sign}: ${ever.hits} hits are counted`]: ever.hits !== 3 * VISITORS.length,
    [`${sign}: the jump is not logged`]: !/"level":"warn".*The clock is 3652 days/.test(stdout),
  });
}

export const wrongClock: Fault = {
  name: 'wrong-clock',
  guarantee:
    'a clock that is wrong by ten years for a while deletes nothing, is reported, and leaves the same visitors the same',
  rounds: 3,
  quickRounds: 1,
  async run(context, rounds) {
    const problems: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const jump of [TEN_YEARS, -TEN_YEARS]) problems.push(...(await problemsOf(context, jump)));
      context.step();
    }
    return { description: 'clock ten years ahead or back for 75 s', ...NO_LOAD, problems };
  },
};
