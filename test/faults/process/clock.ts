import { createRandom, type Random } from '../../../src/demo/random.ts';
import { openSalts, type SaltStore } from '../../../src/runtime/node/adapters/salts.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';
import { type Fault, type FaultContext, failedChecks, NO_LOAD } from '../fault.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VISITORS = 5;
/** Milliseconds between two clicks: long enough that none is a repeat. */
const STEP = 2_000;
const PERIOD = 'from=2026-09-01T00:00:00Z&to=2026-12-01T00:00:00Z';

interface Stats {
  data: { hour: string; hits: number; clicks: number; repeats: number; uniqueClicks: number }[];
  total: { hits: number; uniqueClicks: number };
}

/** A clock that is sometimes set back an hour or forward hours or a day. */
function jumpingClock(start: number, random: Random) {
  let now = start;
  return () => {
    now += STEP;
    if (random.chance(0.1)) now += random.pick([HOUR, 3 * HOUR, -HOUR].map((jump) => [jump, 1] as const));
    if (random.chance(0.02)) now += DAY;
    return now;
  };
}

/** Runs the jobs that close days and delete hashes and salts at the time of the clock. */
async function runJobs({ store, sums, clock, settle }: Sotto, salts: SaltStore): Promise<void> {
  await settle();
  const { trusted } = await sums.checkClock(clock.now);
  salts.tidy(trusted?.now ?? null);
  if (trusted === null) return;
  while (await sums.closeDays(Math.floor(trusted.agingAt / DAY)));
  while (await store.maintenance.purgeHashes(Math.floor(trusted.now / DAY)));
}

async function openSotto(context: FaultContext): Promise<{ sotto: Sotto; salts: SaltStore }> {
  const runtime = await openRuntime();
  context.onEnd(() => runtime.close());
  const salts = openSalts(`${context.folder()}/salts`, { monotonic: () => 0 });
  const sotto = await assemble(runtime, { visitorHash: salts.visitorHash });
  return { sotto, salts };
}

const hourOf = (at: number) => at - (at % HOUR);

export const clock: Fault = {
  name: 'clock',
  guarantee:
    'a clock set back an hour or forward a day loses no click, makes no count negative and changes no salt within a day',
  rounds: 1_000,
  unit: 'clicks',
  quickRounds: 150,
  async run(context, clicks) {
    const { sotto, salts } = await openSotto(context);
    const { body: link } = await sotto.api<{ shortUrl: string }>('POST', '/links', {
      url: 'https://example.com/',
    });
    const random = createRandom(7);
    const next = jumpingClock(sotto.clock.now, random);
    const hashes = new Map<string, string | null>();
    const hours = new Map<number, number>();
    let changed = 0;
    for (let done = 1; done <= clicks; done += 1) {
      const now = next();
      sotto.clock.now = now;
      const visitor = `203.0.113.${Math.floor(random.between(0, VISITORS))}`;
      await sotto.click(link.shortUrl, {}, visitor);
      hours.set(hourOf(now), (hours.get(hourOf(now)) ?? 0) + 1);
      const today = `${visitor} on day ${Math.floor(now / DAY)}`;
      const hash = salts.visitorHash([visitor], now);
      if ((hashes.get(today) ?? hash) !== hash) changed += 1;
      hashes.set(today, hash);
      if (random.chance(0.05)) await runJobs(sotto, salts);
      context.step();
    }
    const { body: stats } = await sotto.api<Stats>('GET', `/stats?groupBy=hour&${PERIOD}`);
    const { data, total } = stats;
    const wrongHours = data.filter(({ hour, hits }) => hits !== (hours.get(Date.parse(hour)) ?? 0));
    const problems = failedChecks({
      [`${total.hits} of ${clicks} clicks are counted`]: total.hits !== clicks,
      [`${wrongHours.length} hours have wrong counts`]: wrongHours.length > 0,
      'a count is negative': data.some((row) =>
        [row.hits, row.clicks, row.repeats, row.uniqueClicks].some((count) => count < 0),
      ),
      [`${total.uniqueClicks} unique clicks, not ${hashes.size}`]: total.uniqueClicks !== hashes.size,
      [`${changed} times a visitor's hash changed within a day`]: changed > 0,
    });
    const description = 'clock repeatedly set back an hour and forward a day';
    return { description, ...NO_LOAD, answered: clicks, stored: total.hits, problems };
  },
};
