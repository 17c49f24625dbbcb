import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';
import { shareBy } from '../../support/shares/share-by.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const MINUTE = 60_000;
const [ANN, BOB] = ['203.0.113.7', '198.51.100.9'];

interface LinkBody {
  id: string;
  shortUrl: string;
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

let hours = 0;

/** A link of its own hour: clicks on several links at once would look like a burst. */
async function mint(): Promise<LinkBody> {
  sotto.clock.now = NOON + ++hours * 60 * MINUTE;
  const { body } = await sotto.api<LinkBody>('POST', '/links', {
    url: `https://pages.example/${unique()}`,
    channel: 'copy',
  });
  return body;
}

const click = (link: LinkBody, peer: string, after = 0) => {
  sotto.clock.now += after;
  return sotto.click(link.shortUrl, {}, peer);
};

/** The reasons of the hits, in the order of arrival. */
async function reasonsOf({ id }: LinkBody) {
  const { body } = await sotto.api<{ data: { kind: string; reason: string | null }[] }>(
    'GET',
    `/hits?linkId=${id}`,
  );
  expect(new Set(body.data.map(({ kind }) => kind))).toEqual(new Set(['click']));
  return body.data.map(({ reason }) => reason).reverse();
}

it('flags the next click of the person who pressed, once for each press, and leaves it a click', async () => {
  const link = await mint();
  await click(link, ANN);
  sotto.clock.now += MINUTE;
  await shareBy(sotto, link, { peer: ANN });
  await click(link, BOB, MINUTE);
  await click(link, ANN, MINUTE);
  await click(link, ANN, MINUTE);
  await shareBy(sotto, link, { peer: ANN });
  await click(link, ANN, MINUTE);
  expect(await reasonsOf(link)).toEqual([null, null, 'own', null, 'own']);
});

it('counts own clicks beside the clicks that they are part of, before and after the roll-up', async () => {
  const link = await mint();
  await shareBy(sotto, link, { peer: ANN });
  await click(link, ANN, MINUTE);
  await click(link, BOB, MINUTE);
  const totals = async () =>
    (await sotto.api<{ total: object }>('GET', `/stats?groupBy=channel&linkId=${link.id}`)).body.total;
  const expected = { hits: 2, clicks: 2, uniqueClicks: 2, ownClicks: 1 };
  expect(await totals()).toMatchObject(expected);
  await sotto.settle();
  expect(await totals()).toMatchObject(expected);
  await sotto.api('DELETE', `/links/${link.id}/hits`);
  await sotto.settle();
  expect(await totals()).toMatchObject({ hits: 0, ownClicks: 0 });
});

it('does not flag a click more than ten minutes after the press, on another link, or by somebody who opted out', async () => {
  const [link, other] = [await mint(), await mint()];
  await shareBy(sotto, link, { peer: ANN });
  await click(other, ANN, MINUTE);
  await sotto.click(link.shortUrl, { 'Sec-GPC': '1' }, ANN);
  await click(link, ANN, 10 * MINUTE);
  expect(await reasonsOf(other)).toEqual([null]);
  expect(await reasonsOf(link)).toEqual([null, null]);
});

it('needs the hash of the press, which an opted-out visitor has none of', async () => {
  const link = await mint();
  await shareBy(sotto, link, { peer: null });
  await click(link, ANN, MINUTE);
  expect(await reasonsOf(link)).toEqual([null]);
});

it('notes the click that each press has got', async () => {
  const link = await mint();
  const [first, second] = [
    await shareBy(sotto, link, { peer: ANN }),
    await shareBy(sotto, link, { peer: BOB }),
  ];
  await click(link, ANN, MINUTE);
  await sotto.settle();
  const [rows = []] = await sotto.engine.read([
    sql`SELECT p.share_id, h.reason FROM share_presses p LEFT JOIN hits h ON h.id = p.own_hit_id
      WHERE p.share_id IN (${first.rowId}, ${second.rowId}) ORDER BY p.share_id`,
  ]);
  expect(rows).toEqual([
    { share_id: first.rowId, reason: 'own' },
    { share_id: second.rowId, reason: null },
  ]);
});
