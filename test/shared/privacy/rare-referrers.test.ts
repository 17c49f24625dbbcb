import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const DAY = 86_400_000;
const START = Date.UTC(2031, 0, 1, 12);
const TODAY = Math.floor(START / DAY);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

it('a referrer that stays rare is deleted a month after its last hit, and learned again when it comes back', async () => {
  const link = await mintLink(runtime.store);
  const [rare, late, frequent] = [`${unique()}.example`, `${unique()}.example`, `${unique()}.example`];
  const clicks = (referrer: string, times: number, day: number) =>
    Array.from({ length: times }, () =>
      hitOn(link, { referrer, network: unique(), visitor: unique(), at: START + day * DAY }),
    );
  await runtime.store.hits.append([...clicks(rare, 4, 0), ...clicks(late, 2, 0), ...clicks('', 1, 0)]);
  await runtime.store.hits.append([...clicks(frequent, 2, 0), ...clicks(late, 1, 3)]);
  await runtime.store.hits.append(clicks(frequent, 3, 0));

  const hosts = async () => {
    const [rows = []] = await runtime.engine.read([sql`SELECT host FROM referrers ORDER BY id`]);
    return rows.map(({ host }) => String(host)).filter((host) => [rare, late, frequent, ''].includes(host));
  };
  const purgeOnce = async (compactedDay: number) => {
    await runtime.engine.atomic([sql`UPDATE sums_state SET compacted_day = ${TODAY + compactedDay}`]);
    while (await runtime.store.maintenance.purgeCompacted(START));
    return hosts();
  };
  expect(await purgeOnce(30)).toEqual([rare, late, '', frequent]);
  expect(await purgeOnce(31)).toEqual([late, '', frequent]);
  expect(await purgeOnce(34)).toEqual(['', frequent]);

  await runtime.store.hits.append([...clicks(rare, 1, 40), ...clicks(frequent, 1, 40)]);
  const asked = { kinds: [], filters: { link: [link.id] }, from: null, to: null, before: null, limit: 2 };
  const { hits } = await runtime.store.hitList.slice(asked);
  expect(hits.map(({ referrer }) => referrer).sort()).toEqual([rare, frequent].sort());
  expect(await hosts()).toEqual(['', frequent, rare]);
});
