import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { CLICK_BURST, FLAG_REASONS } from '../../../src/hits/classify/automation-signs.ts';
import { HIT_KINDS, type NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import type { Row } from '../../../src/store/sql/engine.ts';
import { COUNT_COLUMNS } from '../../../src/store/sums/sum-row.ts';
import { addEncoded, addTally, encodeValues, tallyOf, type Values } from '../../../src/sums/tally.ts';
import { hitOn, mintLink, shareOn, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';
import { counted, nextPeer } from '../../support/store/visits.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const DAY = 86_400_000;
const HOUR = 3_600_000;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const purge = async () => {
  while (await sotto.store.maintenance.purgeDeleted(sotto.clock.now));
};

const about = (links: Link[], changes: Partial<StatsPlan> = {}) =>
  plan({ ...changes, filters: { link: links.map(({ id }) => id), ...changes.filters } });

interface LinkBody {
  id: string;
  shortUrl: string;
  clicks: number;
  lastClickAt: string | null;
  turnedAway: number;
  maxClicks: number | null;
}

const mint = async (fields = {}) => {
  const { body } = await sotto.api<LinkBody>('POST', '/links', {
    url: `https://pages.example/${unique()}`,
    slug: unique(),
    ...fields,
  });
  return body;
};
const show = async (id: string) => (await sotto.api<LinkBody>('GET', `/links/${id}`)).body;
const erase = (path: string) => sotto.api('DELETE', `${path}/hits`);
const hitsOf = async (id: string) =>
  (await sotto.api<{ data: unknown[] }>('GET', `/hits?linkId=${id}`)).body.data;

describe('erasing the hits of a link', () => {
  it('removes its counts and single hits and keeps the link', async () => {
    const link = await mint();
    const minted = await show(link.id);
    await sotto.click(link.shortUrl);
    await sotto.settle();
    await sotto.click(link.shortUrl, {}, nextPeer());
    expect(await show(link.id)).toMatchObject({ clicks: 2 });
    const { status, body } = await erase(`/links/${link.id}`);
    expect([status, body]).toEqual([202, null]);
    expect(await hitsOf(link.id)).toEqual([]);
    await sotto.settle();
    expect(await show(link.id)).toEqual(minted);
    await sotto.click(link.shortUrl);
    expect(await show(link.id)).toMatchObject({ clicks: 1 });
    await sotto.settle();
    await purge();
    expect(await show(link.id)).toMatchObject({ clicks: 1 });
    expect(await hitsOf(link.id)).toHaveLength(1);
  });

  it('removes the counts of refusals', async () => {
    const link = await mint({ maxClicks: 1 });
    await sotto.click(link.shortUrl);
    expect((await sotto.click(link.shortUrl)).status).toBe(410);
    expect(await show(link.id)).toMatchObject({ turnedAway: 1 });
    await erase(`/links/${link.id}`);
    expect(await show(link.id)).toMatchObject({ turnedAway: 0 });
    await sotto.settle();
    expect(await counted(sotto, link.id)).toMatchObject({ turnedAway: {} });
  });

  it('does not reset a limit that is used up', async () => {
    const link = await mint({ maxClicks: 1 });
    await sotto.click(link.shortUrl);
    await erase(`/links/${link.id}`);
    await sotto.settle();
    expect((await sotto.click(link.shortUrl)).status).toBe(410);
  });

  it('leaves nothing of them in any table once the purge is complete', async () => {
    const link = await mintLink(sotto.store);
    const facts = { network: unique(), mark: unique() };
    await sotto.store.hits.append([hitOn(link, facts), hitOn(link, { kind: 'preview', app: 'slack' })]);
    await sotto.settle();
    await erase(`/links/${link.id}`);
    await sotto.settle();
    await purge();
    const left = await sotto.engine.read([
      ...['hits', 'totals', 'sightings'].map(
        (table) => sql`SELECT 1 FROM ${sql.raw(table)} WHERE link_id = ${link.rowId}`,
      ),
      sql`SELECT 1 FROM sums WHERE scope = ${link.rowId} OR marks LIKE ${`%${facts.mark}%`}`,
      sql`SELECT 1 FROM links WHERE erased_id > purged_id`,
    ]);
    expect(left.flat()).toEqual([]);
  });

  it('can be repeated, also without new hits', async () => {
    const link = await mint();
    for (const clicks of [1, 0, 2]) {
      for (let nth = 0; nth < clicks; nth++) await sotto.click(link.shortUrl, {}, nextPeer());
      expect(await show(link.id)).toMatchObject({ clicks });
      expect((await erase(`/links/${link.id}`)).status).toBe(202);
      await sotto.settle();
      await purge();
      expect(await show(link.id)).toMatchObject({ clicks: 0 });
    }
  });

  it('removes the counts of hits that have been deleted', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([hitOn(link), hitOn(link)]);
    await sotto.settle();
    await sotto.engine.atomic([sql`DELETE FROM hits WHERE link_id = ${link.rowId}`]);
    expect((await sotto.store.stats.read(about([link]))).total.clicks).toBe(2);
    await erase(`/links/${link.id}`);
    await sotto.settle();
    expect((await sotto.store.stats.read(about([link]))).total.clicks).toBe(0);
  });

  it('judges no later click by them, whether they were rolled up or not', async () => {
    for (const rolledUp of [true, false]) {
      const link = await mintLink(sotto.store);
      const [before, after] = [0, 500].map((ms) => hitOn(link, { visitor: 'a', at: NOON + ms }));
      if (!before || !after) throw new Error('Two were made');
      await sotto.store.hits.append([before]);
      if (rolledUp) await sotto.settle();
      await sotto.store.hits.erase([link.rowId]);
      await sotto.sums.subtractErased();
      await sotto.store.hits.append([after]);
      await sotto.settle();
      const { total } = await sotto.store.stats.read(about([link]));
      expect(total).toMatchObject({ clicks: 1, uniqueClicks: 1, repeats: 0 });
    }
  });

  it('counts a later click once if a burst makes it a scanner before it is rolled up', async () => {
    const link = await mintLink(sotto.store);
    const others = await Promise.all(
      Array.from({ length: CLICK_BURST.links - 1 }, () => mintLink(sotto.store)),
    );
    const network = unique();
    const flagged = (each: Link) => hitOn(each, { network, visitor: unique(), reason: FLAG_REASONS[0] });
    await sotto.store.hits.append([hitOn(link, { visitor: unique() })]);
    await sotto.settle();
    await sotto.store.hits.erase([link.rowId]);
    await sotto.store.hits.append([flagged(link), hitOn(link, { visitor: unique() })]);
    while ((await sotto.sums.rollUp()) > 0);
    await sotto.store.hits.append(others.map(flagged));
    while (await sotto.sums.subtractErased());
    await sotto.settle();
    const expected = { clicks: 1, uniqueClicks: 1, scanners: 1 };
    expect((await sotto.store.stats.read(about([link]))).total).toMatchObject(expected);
    const { total } = await sotto.store.stats.read(about([link, ...others]));
    expect(total).toMatchObject({ clicks: 1, scanners: 4 });
  });
});

describe('erasing what was shared of a link', () => {
  const sharesOf = async (link: Link) => (await sotto.store.stats.read(about([link]))).total.shares;
  const share = (link: Link) => sotto.store.shares.add(shareOn(link), null);

  it('removes shares also where no hit was stored since the last erasure', async () => {
    const link = await mintLink(sotto.store);
    for (const _ of [1, 2]) {
      await share(link);
      await share(link);
      await sotto.settle();
      expect(await sharesOf(link)).toBe(2);
      await sotto.store.hits.erase([link.rowId]);
      await sotto.settle();
      expect(await sharesOf(link)).toBe(0);
    }
    await share(link);
    expect(await sharesOf(link)).toBe(1);
  });

  it('hides shares that are not rolled up yet at once', async () => {
    const link = await mintLink(sotto.store);
    await share(link);
    expect(await sharesOf(link)).toBe(1);
    await sotto.store.hits.erase([link.rowId]);
    expect(await sharesOf(link)).toBe(0);
    await sotto.settle();
    expect(await sharesOf(link)).toBe(0);
  });

  it('deletes the shares of a deleted link, in steps, once they are subtracted from all counts', async () => {
    const [gone, kept] = [await mintLink(sotto.store), await mintLink(sotto.store)];
    for (const link of [gone, gone, kept]) await share(link);
    await sotto.settle();
    const all = async () => (await sotto.store.stats.read(plan())).total.shares;
    const before = await all();
    const found = await sotto.store.links.get(gone.id);
    if (found) await sotto.store.links.remove(found, sotto.clock.now);
    await sotto.settle();
    expect(await all()).toBe(before - 2);
    sotto.clock.now += 10 * 60_000;
    await purge();
    const left = sql`SELECT link_id FROM shares WHERE link_id IN (${gone.rowId}, ${kept.rowId})`;
    expect((await sotto.engine.read([left]))[0]).toEqual([{ link_id: kept.rowId }]);
    expect(await all()).toBe(before - 2);
  });
});

describe('erasing the hits of a content', () => {
  it('removes those of all its links, and of no others', async () => {
    const url = `https://pages.example/${unique()}`;
    const { body } = await sotto.api<{ id: string; links: LinkBody[] }>('POST', '/contents', { url });
    const other = await mint();
    for (const { shortUrl } of [...body.links, other]) await sotto.click(shortUrl);
    await sotto.settle();
    expect((await erase(`/contents/${body.id}`)).status).toBe(202);
    await sotto.settle();
    const { body: after } = await sotto.api<{ clicks: number; links: LinkBody[] }>(
      'GET',
      `/contents/${body.id}`,
    );
    expect(after.clicks).toBe(0);
    expect(after.links).toHaveLength(body.links.length);
    expect(await show(other.id)).toMatchObject({ clicks: 1 });
  });
});

describe('deleting a link', () => {
  it('also removes the counts of refusals', async () => {
    const link = await mint({ expiresAt: '2020-01-01T00:00:00Z' });
    await sotto.click(link.shortUrl);
    expect(await counted(sotto, link.id)).toMatchObject({ turnedAway: { expired: 1 } });
    await sotto.api('DELETE', `/links/${link.id}`);
    expect(await counted(sotto, link.id)).toEqual({ hits: {}, turnedAway: {} });
    await sotto.click(link.shortUrl);
    await sotto.settle();
    expect(await counted(sotto, link.id)).toEqual({ hits: {}, turnedAway: { deleted: 1 } });
  });
});

/** The counts of all links and of channels, and what the links' own rows add up to. */
async function bothSides() {
  const columns = [...COUNT_COLUMNS, 'agents', 'places', 'referrers', 'marks', 'quarters'];
  const [rows = []] = await sotto.engine.read([
    sql`SELECT unit, time, scope, channel, domain, ${sql.raw(columns.join(', '))} FROM sums
      LEFT JOIN (SELECT id, channel, domain FROM links UNION ALL SELECT -id, channel, domain FROM scopes) names
        ON names.id = scope`,
  ]);
  const added = (which: Row[], nameOf: (row: Row) => string) => {
    const sums = new Map<string, Values>();
    for (const row of which) {
      for (const column of columns) {
        const values = sums.get(`${nameOf(row)} ${column}`) ?? new Map();
        sums.set(`${nameOf(row)} ${column}`, values);
        const value = row[column] ?? null;
        if (COUNT_COLUMNS.includes(column)) addTally(tallyOf(values, 'all'), [Number(value)]);
        else addEncoded(values, value === null ? null : String(value));
      }
    }
    const texts = [...sums].map(([name, values]) => `${name} ${encodeValues(new Map([...values].sort()))}`);
    return texts.filter((text) => !text.endsWith(' []')).sort();
  };
  const time = ({ unit, time }: Row) => `${unit} ${time}`;
  const channel = (row: Row) => `${time(row)} ${row.channel} ${row.domain}`;
  const ofLinks = rows.filter(({ scope }) => Number(scope) > 0);
  return {
    wide: [
      added(
        rows.filter(({ scope }) => scope === 0),
        time,
      ),
      added(
        rows.filter(({ scope }) => Number(scope) < 0),
        channel,
      ),
    ],
    narrow: [added(ofLinks, time), added(ofLinks, channel)],
  };
}

describe('random traffic with erasures between', () => {
  const LINKS = 3;
  const anyHit = fc
    .record({
      link: fc.nat({ max: LINKS - 1 }),
      kind: fc.constantFrom(...HIT_KINDS.filter((kind) => kind !== 'repeat')),
      at: fc.oneof(fc.nat({ max: 2 * DAY }), fc.nat({ max: 3_000 }), fc.nat({ max: HOUR })),
      visitor: fc.option(fc.constantFrom('a', 'b')),
      mark: fc.option(fc.constantFrom('letter', '1')),
      browser: fc.constantFrom('Chrome', ''),
      country: fc.constantFrom('FR', ''),
      referrer: fc.constantFrom('', 't.co'),
    })
    .map(({ link, at, kind, ...facts }) => {
      const app: Partial<NewHit> = kind === 'preview' ? { app: 'slack', certainty: 'sure' } : {};
      return { link, facts: { ...facts, ...app, kind, at: NOON + at } };
    });
  const anyShare = fc.record({ link: fc.nat({ max: LINKS - 1 }), at: fc.nat({ max: 2 * DAY }) });
  const anyStep = fc.record({
    hits: fc.array(anyHit, { maxLength: 10 }),
    shares: fc.array(anyShare, { maxLength: 5 }),
    erase: fc.option(fc.nat({ max: LINKS - 1 })),
    work: fc.array(fc.constantFrom('rollUp', 'close', 'subtract', 'purge'), { maxLength: 3 }),
  });
  const GROUPS: StatsPlan['groupBy'][] = [
    ...(['hour', 'day', 'mark', 'browser', 'country', 'referrer', 'app'] as const).map(
      (name): StatsPlan['groupBy'] => ['link', name],
    ),
    ...([['link'], ['channel'], ['channel', 'hour'], ['mark', 'day'], ['browser', 'country']] as const).map(
      (names) => [...names],
    ),
  ];

  /** All answers about these links, which are named by their index in the list. */
  async function answersOf(links: Link[]) {
    const nth = (id: unknown) => links.findIndex((link) => link.id === id);
    const stats = await Promise.all(
      GROUPS.map(async (groupBy) => {
        const { rows, total } = await sotto.store.stats.read(about(links, { groupBy }));
        const named = rows.map(({ group: { linkId = null, slug, linkDomain, ...group }, counts }) => ({
          group: { ...group, link: nth(linkId) },
          counts,
        }));
        return { rows: named.map((row) => JSON.stringify(row)).sort(), total };
      }),
    );
    const list = { kinds: [], from: null, to: null, before: null, limit: 1_000 };
    const { hits } = await sotto.store.hitList.slice({ ...list, ...about(links) });
    const [sightings = []] = await sotto.engine.read([
      sql`SELECT link_id, day, app, certainty, first_at, last_at, bursts, previews FROM sightings
        WHERE link_id IN (SELECT value FROM json_each(${JSON.stringify(links.map(({ rowId }) => rowId))}))
        ORDER BY 1, 2, 3, 4`,
    ]);
    const totals = await sotto.store.stats.totals(links.map(({ rowId }) => rowId));
    return {
      stats,
      totals: links.map(({ rowId }) => totals.get(rowId) ?? null),
      hits: hits.map(({ rowId, nonce, linkId, contentId, ...facts }) => ({ ...facts, link: nth(linkId) })),
      sightings: sightings.map(({ link_id, ...facts }) => ({
        ...facts,
        link: links.findIndex(({ rowId }) => rowId === link_id),
      })),
    };
  }

  const WORK = {
    rollUp: () => sotto.sums.rollUp(),
    close: () => sotto.sums.closeDays(Math.floor(NOON / DAY) + 1),
    subtract: () => sotto.sums.subtractErased(),
    purge,
  };

  const mintSet = () =>
    Promise.all(
      (['whatsapp', 'email', 'slack'] as const).map((channel) => mintLink(sotto.store, { channel })),
    );

  it('leaves all counts as if the erased hits and shares had never existed, also after a rebuild', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 6 }), async (steps) => {
        const [erased, spared] = [await mintSet(), await mintSet()];
        const lastErasure = (link: number) => steps.findLastIndex((step) => step.erase === link);
        for (const [now, step] of steps.entries()) {
          const survivors = step.hits.filter(({ link }) => lastErasure(link) < now);
          const on = (links: Link[], hits: typeof step.hits) =>
            hits.flatMap(({ link, facts }) => (links[link] ? [hitOn(links[link], facts)] : []));
          await sotto.store.hits.append([...on(erased, step.hits), ...on(spared, survivors)]);
          for (const { link, at } of step.shares) {
            const ofBoth = [erased[link], lastErasure(link) < now ? spared[link] : undefined];
            for (const each of ofBoth)
              if (each) await sotto.store.shares.add(shareOn(each, { at: NOON + at }), null);
          }
          const link = step.erase === null ? undefined : erased[step.erase];
          if (link) await sotto.store.hits.erase([link.rowId]);
          for (const work of step.work) await WORK[work]();
        }
        await sotto.settle();
        const expected = await answersOf(spared);
        expect(await answersOf(erased)).toEqual(expected);
        const { wide, narrow } = await bothSides();
        expect(wide).toEqual(narrow);
        await sotto.sums.rebuild();
        await purge();
        expect(await answersOf(erased)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });
});
