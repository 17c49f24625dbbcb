import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { type Cidr, parseCidr } from '../../../src/net/cidr.ts';
import {
  NO_FETCH_METADATA,
  ON_CHROME,
  ON_FIREFOX,
  ON_PRIVATE_FIREFOX,
  type Reader,
  readNewsletter,
  STAFFED,
  type Visit,
} from '../../support/fixtures/office.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

interface MintedLink {
  id: string;
  shortUrl: string;
}
interface Hit {
  linkId: string;
  kind: string;
  reason: string | null;
}
type Counts = Record<'hits' | 'clicks' | 'uniqueClicks' | 'anonymousClicks' | 'scanners' | 'repeats', number>;

const OFFICES = 20;
const LINKS = 6;
const PROXY = '10.0.0.1';
const trustedProxies = [parseCidr('10.0.0.0/8')].filter((network): network is Cidr => network !== null);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await assemble(await openRuntime(), { settings: { ...SETTINGS, trustedProxies } });
});
afterAll(() => sotto.close());

/** The links of one letter. Each letter is sent on a day of its own. */
async function sendLetter(): Promise<MintedLink[]> {
  sotto.clock.now += 86_400_000;
  const links: MintedLink[] = [];
  while (links.length < LINKS) {
    const url = `https://pages.example/${unique()}`;
    links.push((await sotto.api<MintedLink>('POST', '/links', { url, channel: 'email' })).body);
  }
  return links;
}

/** One address for all of an office, or, with IPv6, one network in which everybody has their own. */
const addressOf = (office: number, person: number) =>
  office % 2 === 0 ? `81.2.${office}.10` : `2a01:cb00:${office.toString(16)}::${(person + 1).toString(16)}`;

/** Over HTTPS, as the proxy in front says. */
async function open({ shortUrl }: MintedLink, { headers }: Reader, address: string): Promise<void> {
  const forwarded = { 'X-Forwarded-For': address, 'X-Forwarded-Proto': 'https' };
  const { status } = await sotto.request(shortUrl, { headers: { ...headers, ...forwarded }, peer: PROXY });
  expect(status).toBe(302);
}

async function countsOf(links: MintedLink[], groupBy: string) {
  const ids = links.map(({ id }) => id).join();
  const { body } = await sotto.api<{ data: Counts[]; total: Counts }>(
    'GET',
    `/stats?linkId=${ids}&groupBy=${groupBy}`,
  );
  return body;
}

async function kindsOf(links: MintedLink[]): Promise<string[][]> {
  const ids = links.map(({ id }) => id).join();
  const { body } = await sotto.api<{ data: Hit[] }>('GET', `/hits?linkId=${ids}&limit=100`);
  return links.map(({ id }) => body.data.filter(({ linkId }) => linkId === id).map(({ kind }) => kind));
}

/** Visits with the same key together, in the order of their first. */
function groupsOf(visits: Visit[], keyOf: (visit: Visit) => number): Visit[][] {
  const groups = new Map<number, Visit[]>();
  for (const visit of visits) groups.set(keyOf(visit), [...(groups.get(keyOf(visit)) ?? []), visit]);
  return [...groups.values()];
}

describe(`${OFFICES} offices of ${STAFFED.people} people who open a letter with ${LINKS} links`, () => {
  const visits = readNewsletter({ offices: OFFICES, links: LINKS, seed: 6 });
  const bySecond = groupsOf(visits, ({ second }) => second);
  const [readers, anonymous] = [OFFICES * STAFFED.people, OFFICES * STAFFED.anonymous];
  const EACH = {
    hits: readers,
    clicks: readers,
    repeats: 0,
    previews: 0,
    prefetches: 0,
    scanners: 0,
    bots: 0,
    anonymousClicks: anonymous,
    // Colleagues with the same browser are one visitor: never more are counted than there are people.
    uniqueClicks: OFFICES * STAFFED.visitors,
  };

  let links: MintedLink[];
  beforeAll(async () => {
    links = await sendLetter();
    const sentAt = sotto.clock.now;
    for (const [i, together] of bySecond.entries()) {
      sotto.clock.now = sentAt + (together[0]?.second ?? 0) * 1_000;
      await Promise.all(together.map(follow));
      // The sums hold one half, the newest hits are the other.
      if (i === bySecond.length >> 1) await sotto.settle();
    }
    await sotto.flushed();
  });
  const follow = async ({ office, person, reader, link }: Visit) => {
    const short = links[link];
    if (short) await open(short, reader, addressOf(office, person));
  };

  it('opens four or more links per office in many single seconds', () => {
    const crowds = bySecond.flatMap((together) => groupsOf(together, ({ office }) => office));
    const busy = crowds.filter((crowd) => new Set(crowd.map(({ link }) => link)).size >= 4);
    expect(busy.length).toBeGreaterThan(OFFICES);
    expect(visits).toHaveLength(readers * LINKS);
  });

  it('counts every one of them as a click, before the roll-up and after it', async () => {
    const before = await countsOf(links, 'link');
    expect(before.data).toHaveLength(LINKS);
    for (const row of before.data) expect(row).toMatchObject(EACH);
    const inAll = Object.fromEntries(Object.entries(EACH).map(([name, count]) => [name, count * LINKS]));
    expect(before.total).toMatchObject(inAll);
    await sotto.settle();
    expect(await countsOf(links, 'link')).toMatchObject({ data: before.data, total: before.total });
  });

  it('has the same sum by hour, by browser, and from hits', async () => {
    for (const groupBy of ['hour', 'browser', 'os', 'browser,device']) {
      const { data, total } = await countsOf(links, groupBy);
      expect(total, groupBy).toMatchObject({ hits: readers * LINKS, clicks: readers * LINKS });
      const sum = data.reduce((clicks, row) => clicks + row.clicks, 0);
      expect(sum, groupBy).toBe(readers * LINKS);
    }
  });

  it('has no hits of any other kind', async () => {
    const ids = links.map(({ id }) => id).join();
    const { body } = await sotto.api('GET', `/hits?linkId=${ids}&kind=repeat,preview,prefetch,scanner,bot`);
    expect(body).toEqual({ data: [], nextCursor: null });
  });
});

describe('two colleagues on the same link within a second', () => {
  it.each([
    [
      'with the same browser are one visitor, who clicks and repeats',
      ON_CHROME,
      { clicks: 1, repeats: 1, uniqueClicks: 1 },
    ],
    ['with two browsers are two clicks', ON_FIREFOX, { clicks: 2, repeats: 0, uniqueClicks: 2 }],
    [
      'are two clicks if one asks not to be followed',
      ON_PRIVATE_FIREFOX,
      { clicks: 2, uniqueClicks: 1, anonymousClicks: 1 },
    ],
  ])('%s', async (_, colleague, expected) => {
    const [link] = await sendLetter();
    if (!link) throw new Error('There is no link');
    await open(link, ON_CHROME, addressOf(0, 0));
    await open(link, colleague, addressOf(0, 1));
    expect((await countsOf([link], 'link')).total).toMatchObject({ hits: 2, ...expected });
    await sotto.settle();
    expect((await countsOf([link], 'link')).total).toMatchObject({ hits: 2, ...expected });
  });
});

describe('a colleague whose browser sends no fetch metadata', () => {
  it('is a click with a flag, also if others elsewhere read the same letter at the same time', async () => {
    const links = await sendLetter();
    for (const [i, link] of links.entries()) {
      if (i === 0) await open(link, NO_FETCH_METADATA, addressOf(1, 0));
      else await open(link, ON_FIREFOX, addressOf(2, i));
    }
    const [first] = links;
    const { body } = await sotto.api<{ data: Hit[] }>('GET', `/hits?linkId=${first?.id}`);
    expect(body.data).toMatchObject([{ kind: 'click', reason: 'no_fetch_metadata' }]);
    expect(await kindsOf(links)).toEqual(links.map(() => ['click']));
  });

  it.each([
    ['first', 0],
    ['last', LINKS - 1],
  ])('is a scanner by two signs in a crowd, coming %s, and nobody else is affected', async (_, place) => {
    const links = await sendLetter();
    for (const [i, link] of links.entries()) {
      await open(link, i === place ? NO_FETCH_METADATA : ON_FIREFOX, addressOf(3, i));
      // Also what was rolled up before the crowd came is judged anew.
      if (i === 0) await sotto.settle();
    }
    const expected = links.map((_link, i) => [i === place ? 'scanner' : 'click']);
    const counts = { hits: LINKS, clicks: LINKS - 1, scanners: 1, uniqueClicks: LINKS - 1 };
    expect(await kindsOf(links)).toEqual(expected);
    expect((await countsOf(links, 'link')).total).toMatchObject(counts);
    await sotto.settle();
    expect(await kindsOf(links)).toEqual(expected);
    expect((await countsOf(links, 'link')).total).toMatchObject(counts);
  });

  it('is still a click after the crowd has gone', async () => {
    const links = await sendLetter();
    for (const link of links) await open(link, ON_FIREFOX, addressOf(5, 0));
    sotto.clock.now += 60_000;
    for (const link of links.slice(0, 3)) await open(link, NO_FETCH_METADATA, addressOf(5, 1));
    await sotto.settle();
    expect((await countsOf(links, 'link')).total).toMatchObject({
      hits: LINKS + 3,
      clicks: LINKS + 3,
      scanners: 0,
    });
  });

  it.each([0, 3_000])(
    'takes nothing from a colleague with the same browser who comes %d ms later',
    async (later) => {
      const links = await sendLetter();
      const [first, ...others] = links;
      if (!first) throw new Error('There is no link');
      await open(first, NO_FETCH_METADATA, addressOf(4, 0));
      for (const [i, link] of others.entries()) await open(link, ON_FIREFOX, addressOf(4, i));
      sotto.clock.now += later;
      await open(first, ON_CHROME, addressOf(4, 9));
      const counts = { hits: LINKS + 1, clicks: LINKS, repeats: 0, scanners: 1, uniqueClicks: LINKS };
      expect((await countsOf(links, 'link')).total).toMatchObject(counts);
      await sotto.settle();
      expect((await countsOf(links, 'link')).total).toMatchObject(counts);
    },
  );
});
