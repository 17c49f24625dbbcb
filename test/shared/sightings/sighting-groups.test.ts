import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link, NewLink } from '../../../src/links/link.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

type Group = Record<string, string | number | boolean | null>;
interface Groups {
  data: Group[];
  meta: { asOf: string | null };
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 9, 7, 12);
const iso = (at: number) => new Date(at).toISOString();

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const groups = async (query: string): Promise<Group[]> => {
  const { status, body } = await sotto.api<Groups>('GET', `/sightings/groups?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.data;
};

const preview = (link: Link, changes: Partial<NewHit> = {}) =>
  hitOn(link, { kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent', ...changes });

const mintAll = async (...links: Partial<NewLink>[]) => {
  const title = `Guide ${unique()}`;
  const minted = await mintLinks(sotto.store, newContent({ title }), links.map(newLink));
  const [one, two] = minted ?? [];
  if (!one || !two) throw new Error('not minted');
  return { one, two, title, query: `contentId=${one.contentId}` };
};

/** Two links, seen five times; some of it is rolled up. */
async function seen() {
  const minted = await mintAll({ channel: 'slack' }, { channel: 'whatsapp' });
  const { one, two } = minted;
  await sotto.store.hits.append([preview(one), preview(one, { at: NOON + 40 * MINUTE }), preview(two)]);
  await sotto.settle();
  await sotto.store.hits.append([
    preview(one, { at: NOON + 41 * MINUTE }),
    preview(one, { at: NOON + DAY, app: 'teams', certainty: 'family' }),
    preview(two, { at: NOON + 2 * DAY }),
  ]);
  return minted;
}

describe('groups of sightings', () => {
  it('count sightings, links, days, runs and previews with first and last time, before and after the roll-up', async () => {
    const { query } = await seen();
    const expected = [
      {
        ...{ app: 'slack', sightings: 3, links: 2, days: 2, bursts: 4, previews: 5 },
        ...{ firstSeenAt: iso(NOON), lastSeenAt: iso(NOON + 2 * DAY) },
      },
      {
        ...{ app: 'teams', sightings: 1, links: 1, days: 1, bursts: 1, previews: 1 },
        ...{ firstSeenAt: iso(NOON + DAY), lastSeenAt: iso(NOON + DAY) },
      },
    ];
    expect(await groups(query)).toEqual(expected);
    expect(await groups(`${query}&groupBy=app`)).toEqual(expected);
    await sotto.settle();
    expect(await groups(query)).toEqual(expected);
  });

  it('have the keys of each dimension as statistics name them', async () => {
    const { one, two, title, query } = await seen();
    const named = async (groupBy: string) =>
      (await groups(`${query}&groupBy=${groupBy}`)).map(
        ({ sightings, links, days, bursts, previews, firstSeenAt, lastSeenAt, ...keys }) => [keys, sightings],
      );
    const linkKeys = ({ id, slug }: Link) => ({ linkId: id, slug, shortUrl: `${ORIGIN}/${slug}` });
    expect(await named('link')).toEqual([
      [linkKeys(two), 2],
      [linkKeys(one), 2],
    ]);
    expect(await named('content')).toMatchObject([[{ contentId: one.contentId, title }, 4]]);
    expect(await named('channel')).toEqual([
      [{ channel: 'whatsapp' }, 2],
      [{ channel: 'slack' }, 2],
    ]);
    expect(await named('day')).toEqual([
      [{ day: '2026-10-09' }, 1],
      [{ day: '2026-10-08' }, 1],
      [{ day: '2026-10-07' }, 2],
    ]);
    expect(await named('crossed,channel')).toEqual([
      [{ crossed: true, channel: 'whatsapp' }, 2],
      [{ crossed: true, channel: 'slack' }, 1],
      [{ crossed: false, channel: 'slack' }, 1],
    ]);
  });

  it('take the filters of the list, and add up to it', async () => {
    const { one, query } = await seen();
    const filters = ['', 'app=slack', 'certainty=family', 'crossed=true', 'from=2026-10-08', 'to=2026-10-08'];
    for (const filter of [...filters, `linkId=${one.id}`, 'channel=whatsapp', 'app=signal']) {
      const { body } = await sotto.api<{ data: { bursts: number }[] }>(
        'GET',
        `/sightings?${query}&${filter}`,
      );
      const found = await groups(`${query}&${filter}&groupBy=link,day`);
      const sum = (field: string) => found.reduce((all, group) => all + Number(group[field]), 0);
      expect(sum('sightings'), filter).toBe(body.data.length);
      expect(sum('bursts'), filter).toBe(body.data.reduce((all, { bursts }) => all + bursts, 0));
    }
  });

  it('are the last seen up to the limit, also as CSV', async () => {
    const { query } = await seen();
    const all = await groups(`${query}&groupBy=day,app`);
    expect(await groups(`${query}&groupBy=day,app&limit=2`)).toEqual(all.slice(0, 2));
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    const csv = async (more: string) => {
      const path = `/api/v1/sightings/groups?groupBy=day,app&format=csv&${more}`;
      return parseCsv(await (await sotto.request(path, { headers })).text());
    };
    const header = [
      'day',
      'app',
      'sightings',
      'links',
      'days',
      'bursts',
      'previews',
      'firstSeenAt',
      'lastSeenAt',
    ];
    expect(await csv(query)).toEqual([header, ...all.map((group) => Object.values(group).map(String))]);
    expect(await csv('linkId=lnk_nobody')).toEqual([header]);
  });

  it('leave out deleted links and erased hits at once', async () => {
    const { one, two, query } = await seen();
    await sotto.store.hits.erase([one.rowId]);
    const links = async () => (await groups(`${query}&groupBy=link`)).map(({ linkId }) => linkId);
    expect(await links()).toEqual([two.id]);
    await sotto.store.hits.append([preview(one, { at: NOON + 5 * DAY })]);
    expect(await links()).toEqual([one.id, two.id]);
    await sotto.settle();
    expect(await groups(`${query}&groupBy=link&linkId=${one.id}`)).toMatchObject([
      { sightings: 1, bursts: 1 },
    ]);
    await sotto.store.links.remove(two, NOON);
    expect(await links()).toEqual([one.id]);
  });

  it('of all links leave out deleted ones, too', async () => {
    const { one, two } = await mintAll({ channel: 'slack' }, { channel: 'email' });
    const app = 'zalo'; // of which there are no other sightings
    await sotto.store.hits.append([preview(one, { app }), preview(two, { app })]);
    await sotto.settle();
    expect(await groups(`app=${app}`)).toMatchObject([{ app, sightings: 2 }]);
    await sotto.store.links.remove(two, NOON);
    expect(await groups(`app=${app}`)).toMatchObject([{ app, sightings: 1 }]);
  });

  it.each([
    ['groupBy=country', '?groupBy'],
    ['groupBy=app,app', '?groupBy'],
    ['groupBy=app,day,link', '?groupBy'],
    ['groupBy=', '?groupBy'],
    ['limit=0', '?limit'],
    ['cursor=MTI', '?cursor'],
    ['from=2026-05-13&to=2026-05-12', '?to'],
    ['crossed=yes', '?crossed'],
  ])('refuse %s', async (query, pointer) => {
    const { status, body } = await sotto.api<{ errors: unknown }>('GET', `/sightings/groups?${query}`);
    expect([status, body.errors]).toMatchObject([422, [{ pointer }]]);
  });
});
