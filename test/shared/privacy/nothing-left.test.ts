import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { HIT_KINDS, type NewHit } from '../../../src/hits/hit.ts';
import { visitorKey } from '../../../src/hits/judge/hash-map.ts';
import type { Link } from '../../../src/links/link.ts';
import { DIMENSION_NAMES, type DimensionName } from '../../../src/stats/dimensions.ts';
import { hitOn, mintLink, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { everyTable, rowsAbout, tablesWith } from '../../support/store/tables.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 9, 5);
const REMOVED_AT = START + 10 * DAY;
const CHANNELS = ['whatsapp', 'email', 'slack', 'copy'] as const;

let runtime: TestRuntime;
// Batches are checked once a day.
let today = REMOVED_AT / DAY;
let kept: Link;
beforeAll(async () => {
  runtime = await openRuntime();
  kept = await mintLink(runtime.store, { tags: ['kept'] });
  await runtime.store.hits.append(everyFact([kept]));
  await settle();
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
  while (await runtime.sums.subtractErased());
};
const purge = async () => {
  while (await runtime.store.maintenance.purgeDeleted(REMOVED_AT + HOUR));
};

/** Hits of every kind over three days, the first of them a busy one; with previews in an app, repeats and a burst. */
function everyFact(links: Link[], facts: Partial<NewHit> = {}): NewHit[] {
  const [network, visitor] = [facts.network ?? unique(), facts.visitor ?? unique()];
  const own = { mark: 'letter', referrer: 't.co', ...facts, network: null, visitor };
  const busy = links.flatMap((link) =>
    Array.from({ length: 40 }, (_, nth) =>
      hitOn(link, {
        ...own,
        at: START + nth * 1_800_000,
        mark: nth % 2 ? own.mark : null,
        country: nth % 3 ? 'FR' : '',
      }),
    ),
  );
  const kinds = links.flatMap((link) =>
    HIT_KINDS.filter((kind) => kind !== 'repeat').map((kind, nth) => {
      const seen: Partial<NewHit> =
        kind === 'preview' ? { app: 'slack', certainty: 'sure', visitor: null } : {};
      return hitOn(link, { ...own, ...seen, kind, at: START + DAY + nth * HOUR });
    }),
  );
  const twice = links.flatMap((link) =>
    [0, 500].map((ms) => hitOn(link, { ...own, at: START + 2 * DAY + ms, browser: 'Firefox' })),
  );
  const burst = links.map((link, nth) =>
    hitOn(link, {
      ...own,
      at: START + 2 * DAY + HOUR + nth,
      network,
      visitor: unique(),
      reason: 'no_fetch_metadata',
    }),
  );
  return [...busy, ...kinds, ...twice, ...burst];
}

const PARIS = [{ from: 0, offset: 2 * HOUR }];
const PAIRS: DimensionName[][] = [
  ['country', 'day'],
  ['mark', 'day'],
  ['browser', 'channel'],
  ['link', 'day'],
];

/** All answers about all links, by port: statistics by every dimension, single hits and sightings. */
async function everyAnswer() {
  const groups = [...DIMENSION_NAMES.map((name): DimensionName[] => [name]), ...PAIRS];
  const whole = { from: null, to: null, filters: {}, limit: 100_000 };
  const cut = { from: START + HOUR, to: START + 2 * DAY + 5 * HOUR };
  const answers = [];
  for (const groupBy of groups) {
    for (const changes of [{}, { offsets: PARIS }, cut]) {
      const { rows, total } = await runtime.store.stats.read(plan({ groupBy, ...changes }));
      answers.push({ groupBy, rows, total });
    }
  }
  const { hits } = await runtime.store.hitList.slice({ ...whole, kinds: [], before: null });
  const seen = { apps: [], certainties: [], crossed: null, fromDay: null, toDay: null, after: null };
  const { sightings } = await runtime.store.sightings.slice({ ...whole, ...seen });
  return { answers, hits, sightings };
}

interface Subject {
  contentRowId: number;
  links: Link[];
}

const WAYS: [string, { livesOn: boolean; remove(subject: Subject): Promise<unknown> }][] = [
  [
    'deleting links',
    {
      livesOn: false,
      remove: ({ links }) => Promise.all(links.map((link) => runtime.store.links.remove(link, REMOVED_AT))),
    },
  ],
  [
    'deleting a content',
    { livesOn: false, remove: ({ contentRowId }) => runtime.store.contents.remove(contentRowId, REMOVED_AT) },
  ],
  [
    'erasing hits',
    { livesOn: true, remove: ({ links }) => runtime.store.hits.erase(links.map(({ rowId }) => rowId)) },
  ],
];

describe.each(WAYS)('%s', (_, { livesOn, remove }) => {
  it.each([
    ['every hit is', { every: 1, twice: false }],
    ['every hit, in two steps, is', { every: 2, twice: true }],
    ['every other hit is', { every: 2, twice: false }],
    ['no hit is', { every: Number.POSITIVE_INFINITY, twice: false }],
  ])('leaves no count and no row behind when %s rolled up', async (_, { every, twice }) => {
    const before = await everyAnswer();
    const words = { title: unique(), campaign: unique(), tags: [unique()] };
    const links = await mintLinks(
      runtime.store,
      newContent(),
      CHANNELS.map((channel) => newLink({ channel, ...words })),
    );
    const [first] = links ?? [];
    if (!links || !first) throw new Error('The links could not be minted');
    const facts = { mark: unique(), visitor: unique(), network: unique() };
    const hits = everyFact(links, facts);
    await runtime.store.hits.append(hits.filter((_, nth) => (nth + 1) % every === 0));
    await settle();
    await runtime.store.hits.append(hits.filter((_, nth) => (nth + 1) % every !== 0));
    if (twice) await settle();
    for (const { rowId } of links)
      await runtime.store.refusals.countRefusal({ linkRowId: rowId, day: START / DAY, reason: 'expired' });
    const ours = {
      kinds: [],
      filters: { link: links.map(({ id }) => id) },
      from: null,
      to: null,
      before: null,
    };
    const listed = await runtime.store.hitList.slice({ ...ours, limit: 1_000 });
    expect(listed.hits).toHaveLength(hits.length);
    // A visitor is stored as the two halves of its key on each link.
    const visitorKeys = links.map(({ rowId }) => {
      const { high, low } = visitorKey(rowId, facts.visitor);
      return `${high},${low},`;
    });
    const withKeys = async () => {
      const tables = await everyTable(runtime.engine);
      return [...new Set(visitorKeys.flatMap((key) => tablesWith(tables, key)))];
    };
    expect(await withKeys()).toEqual(['hit_batches']);

    await remove({ links, contentRowId: first.contentRowId });
    await settle();
    expect(await everyAnswer()).toEqual(before);
    await purge();
    expect(await everyAnswer()).toEqual(before);

    // The newest hit is on another link, so that the progress of the sums says nothing about these links.
    await runtime.store.hits.append([hitOn(kept)]);
    await settle();
    // Hashes of visitors and changes are deleted once their days are over.
    today += 1;
    while (await runtime.store.maintenance.purgeHashes(today));
    const [all, ids] = [await everyTable(runtime.engine), new Set(listed.hits.map(({ rowId }) => rowId))];
    expect(all.find(({ name }) => name === 'hits')?.rows.filter(({ id }) => ids.has(Number(id)))).toEqual([]);
    const tables = all.filter(({ name }) => name !== 'links');
    const rowIds = links.map(({ rowId }) => rowId);
    expect(rowsAbout(tables, /^(link_id|scope)$/, rowIds)).toEqual([]);
    expect(
      rowsAbout(
        tables,
        /^hit_id$/,
        listed.hits.map(({ rowId }) => rowId),
      ),
    ).toEqual([]);
    expect(await withKeys()).toEqual([]);
    for (const text of [facts.mark, facts.network])
      expect(tablesWith(await everyTable(runtime.engine), text)).toEqual([]);
    const left = livesOn ? ['links'] : [];
    for (const text of [words.title, words.campaign, ...words.tags, first.url]) {
      expect(tablesWith(await everyTable(runtime.engine), text)).toEqual(left);
    }
    expect(tablesWith(await everyTable(runtime.engine), first.slug)).toEqual(['links']);
  });
});
