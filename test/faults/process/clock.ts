import { createRandom, type Random } from '../../../src/demo/random.ts';
import { openSalts, type Salts } from '../../../src/runtime/node/adapters/salts.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';
import { complaints, type Fault, NOTHING, type Stage } from '../fault.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VISITORS = 5;
/** Seconds lie between two clicks: none is a repeat. */
const STEP = 2_000;
const PERIOD = 'from=2026-09-01T00:00:00Z&to=2026-12-01T00:00:00Z';

interface Stats {
  data: { hour: string; hits: number; clicks: number; repeats: number; uniqueClicks: number }[];
  total: { hits: number; uniqueClicks: number };
}

/** A clock that goes on, and now and then is set back an hour or forward a day. */
function jumpingClock(start: number, random: Random) {
  let now = start;
  return () => {
    now += STEP;
    if (random.chance(0.1)) now += random.pick([HOUR, 3 * HOUR, -HOUR].map((jump) => [jump, 1] as const));
    if (random.chance(0.02)) now += DAY;
    return now;
  };
}

/** What the jobs close and forget at the time that the clock shows. */
async function keepHouse({ store, sums, clock, settle }: Sotto, salts: Salts): Promise<void> {
  await settle();
  salts.tidy();
  const now = await sums.trustedNow(clock.now);
  if (now === null) return;
  while (await sums.closeDays(Math.floor(now / DAY)));
  while (await store.hits.forgetHashes(Math.floor(now / DAY)));
}

async function openSotto(stage: Stage): Promise<{ sotto: Sotto; salts: Salts }> {
  const runtime = await openRuntime();
  stage.onEnd(() => runtime.close());
  const clock = { now: () => 0 };
  const salts = openSalts(`${stage.folder()}/salts`, () => clock.now());
  const sotto = await assemble(runtime, { visitorHash: salts.visitorHash });
  clock.now = () => sotto.clock.now;
  return { sotto, salts };
}

const hourOf = (at: number) => at - (at % HOUR);

export const clock: Fault = {
  name: 'clock',
  holds:
    'a clock set back an hour and forward a day loses no click, makes no count negative and no salt run backwards',
  rounds: 1_000,
  unit: 'clicks',
  few: 150,
  async run(stage, clicks) {
    const { sotto, salts } = await openSotto(stage);
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
      if (random.chance(0.05)) await keepHouse(sotto, salts);
      stage.step();
    }
    const { body: stats } = await sotto.api<Stats>('GET', `/stats?groupBy=hour&${PERIOD}`);
    const { data, total } = stats;
    const wrongHours = data.filter(({ hour, hits }) => hits !== (hours.get(Date.parse(hour)) ?? 0));
    const wrong = complaints({
      [`${total.hits} of ${clicks} clicks are counted`]: total.hits !== clicks,
      [`${wrongHours.length} hours have other clicks than they had`]: wrongHours.length > 0,
      'a count is negative': data.some((row) =>
        [row.hits, row.clicks, row.repeats, row.uniqueClicks].some((count) => count < 0),
      ),
      [`${total.uniqueClicks} visitors and days, not ${hashes.size}`]: total.uniqueClicks !== hashes.size,
      [`${changed} times a visitor had another hash on the same day`]: changed > 0,
    });
    const did = 'clock set back an hour, and forward a day, again and again';
    return { did, ...NOTHING, answered: clicks, stored: total.hits, wrong };
  },
};
