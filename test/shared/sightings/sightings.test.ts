import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link, NewLink } from '../../../src/links/link.ts';
import type { ShownSighting } from '../../../src/sightings/list-sightings.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLink, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, CHROME, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

interface Page {
  data: ShownSighting[];
  nextCursor: string | null;
  meta: { asOf: string | null };
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 9, 7, 12);
const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const META = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = async (query: string): Promise<Page> => {
  const { status, body } = await sotto.api<Page>('GET', `/sightings?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};
const rows = async (query: string) => (await page(query)).data;

const preview = (link: Link, changes: Partial<NewHit> = {}) =>
  hitOn(link, { kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent', ...changes });

const file = async (query: string) => {
  const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
  const response = await sotto.request(`/api/v1/sightings?${query}`, { headers });
  return new TextDecoder().decode(await response.arrayBuffer());
};

describe('a preview', () => {
  it('shows at once in which app its link was seen, also after the roll-up', async () => {
    const link = await mintLink(sotto.store, { channel: 'slack' });
    await sotto.request(`/${link.slug}`, { headers: { 'User-Agent': SLACKBOT } });
    await sotto.request(`/${link.slug}`, { headers: { 'User-Agent': CHROME } });
    await sotto.hitLog.append(hitOn(link, { kind: 'bot', app: 'slack', certainty: 'sure', reason: 'head' }));
    await sotto.flushed();
    const before = await page(`linkId=${link.id}`);
    const at = new Date(NOON).toISOString();
    expect(before).toEqual({
      data: [
        {
          linkId: link.id,
          slug: link.slug,
          shortUrl: `${ORIGIN}/${link.slug}`,
          contentId: link.contentId,
          channel: 'slack',
          app: 'slack',
          appLabel: 'Slack',
          day: '2026-10-07',
          firstSeenAt: at,
          lastSeenAt: at,
          bursts: 1,
          previews: 1,
          certainty: 'sure',
          crossed: false,
          statement: {
            en: 'The link was placed in Slack at least once on 7 October; this does not show how often, by whom, or whether it was sent.',
            fr: 'Le lien a été placé dans Slack au moins une fois le 7 octobre\u00a0; cela ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.',
          },
        },
      ],
      nextCursor: null,
      meta: { asOf: at },
    });
    await sotto.settle();
    expect(await page(`linkId=${link.id}`)).toEqual(before);
  });

  it('of an unknown app is not a sighting', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([preview(link, { app: '', certainty: '' })]);
    expect(await rows(`linkId=${link.id}`)).toEqual([]);
    await sotto.settle();
    expect(await rows(`linkId=${link.id}`)).toEqual([]);
  });

  it('of a deleted link shows nothing', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([preview(link)]);
    await sotto.settle();
    await sotto.store.hits.append([preview(link)]);
    await sotto.store.links.remove(link, NOON);
    expect(await rows(`linkId=${link.id}`)).toEqual([]);
  });
});

describe('a run of previews', () => {
  /** How many bursts begin on each day, the newest first, when a roll-up follows every so many previews. */
  const bursts = async (times: number[], every: number, facts: Partial<NewHit>[] = [{}]) => {
    const link = await mintLink(sotto.store);
    for (const [index, minutes] of times.entries()) {
      const at = NOON + minutes * MINUTE;
      await sotto.store.hits.append([preview(link, { ...facts[index % facts.length], at })]);
      if (index % every === 0) await sotto.sums.rollUp();
    }
    const found = await rows(`linkId=${link.id}`);
    return found.map(({ day, certainty, bursts }) => `${day} ${certainty} ${bursts}`);
  };

  describe.each([
    ['rolled up one by one', 1],
    ['rolled up by twos', 2],
    ['not rolled up', 1e9],
  ])('that are %s', (_, every) => {
    it('continues as long as each comes within half an hour of the last', async () => {
      expect(await bursts([0, 30, 60, 90, 120], every)).toEqual(['2026-10-07 sure 1']);
    });

    it('is followed by another after a longer gap', async () => {
      expect(await bursts([0, 30 + 1 / MINUTE, 60], every)).toEqual(['2026-10-07 sure 2']);
    });

    it('belongs to the day on which it begins', async () => {
      expect(await bursts([11 * 60 + 50, 12 * 60 + 10, 12 * 60 + 50], every)).toEqual([
        '2026-10-08 sure 1',
        '2026-10-07 sure 1',
      ]);
      expect(await bursts([11 * 60 + 50, 12 * 60 + 10], every)).toEqual([
        '2026-10-08 sure 0',
        '2026-10-07 sure 1',
      ]);
    });

    it('does not begin when a clock steps back', async () => {
      expect(await bursts([0, -40, 5], every)).toEqual(['2026-10-07 sure 1']);
    });

    it('is one for any certainties and any number of servers', async () => {
      const facts: Partial<NewHit>[] = [
        { app: 'teams', certainty: 'family', browser: 'a' },
        { app: 'teams', certainty: 'sure', browser: 'b' },
      ];
      expect(await bursts([0, 1, 2], every, facts)).toEqual(['2026-10-07 family 1', '2026-10-07 sure 0']);
    });
  });

  it('of one link and app does not affect another', async () => {
    const [one, two] = [await mintLink(sotto.store), await mintLink(sotto.store)];
    await sotto.store.hits.append([preview(one)]);
    await sotto.settle();
    await sotto.store.hits.append([preview(two, { at: NOON + MINUTE }), preview(one, { app: 'telegram' })]);
    const found = await rows(`linkId=${one.id},${two.id}`);
    expect(found.map(({ bursts }) => bursts)).toEqual([1, 1, 1]);
  });
});

describe('a crossed channel', () => {
  it('is a link that was made for one channel and seen in another', async () => {
    const [crossing, staying, any] = [
      await mintLink(sotto.store, { channel: 'whatsapp' }),
      await mintLink(sotto.store, { channel: 'messenger' }),
      await mintLink(sotto.store, { channel: 'copy' }),
    ];
    for (const link of [crossing, staying, any]) {
      await sotto.request(`/${link.slug}`, {
        headers: { 'User-Agent': link === staying ? META : SLACKBOT },
      });
    }
    await sotto.flushed();
    const ours = `linkId=${crossing.id},${staying.id},${any.id}`;
    for (const rolledUp of [false, true]) {
      const yes = await rows(`${ours}&crossed=true`);
      expect(
        yes.map(({ linkId, channel, app, crossed }) => [linkId, channel, app, crossed]),
        `rolled up: ${rolledUp}`,
      ).toEqual([[crossing.id, 'whatsapp', 'slack', true]]);
      const no = await rows(`${ours}&crossed=false`);
      expect(no.map(({ linkId, crossed }) => [linkId, crossed])).toEqual([
        [any.id, false],
        [staying.id, false],
      ]);
      expect(await rows(ours)).toHaveLength(3);
      await sotto.settle();
    }
  });
});

describe('the list', () => {
  const mintAll = async (...links: Partial<NewLink>[]) => {
    const minted = await mintLinks(sotto.store, newContent({ campaign: unique() }), links.map(newLink));
    if (!minted) throw new Error('not minted');
    return minted;
  };

  it('takes the filters of statistics, apps, certainties and UTC days', async () => {
    const campaign = unique();
    const tag = unique();
    const domain = `${unique()}.example`;
    await sotto.store.domains.add({ domain, rootUrl: null, notFoundUrl: null, createdAt: 0 });
    const [one, two] = await mintAll(
      { channel: 'slack', campaign, tags: [tag, 'b'] },
      { channel: 'sms', domain },
    );
    if (!one || !two) throw new Error('not minted');
    await sotto.store.hits.append([preview(one)]);
    await sotto.settle();
    await sotto.store.hits.append([
      preview(two, { at: NOON + DAY, app: 'teams', certainty: 'family' }),
      preview(one, { at: NOON + 2 * DAY, app: 'teams' }),
    ]);
    const ofContent = `contentId=${one.contentId}`;
    const found = async (query: string) =>
      (await rows(query)).map(({ linkId, day }) => `${linkId === one.id ? 'one' : 'two'} ${day.slice(-2)}`);
    expect(await found(ofContent)).toEqual(['one 09', 'two 08', 'one 07']);
    expect(await found(`linkId=${two.id}`)).toEqual(['two 08']);
    expect(await found(`link=${two.id}&linkId=${one.id}`)).toEqual([]);
    expect(await found(`${ofContent}&channel=slack`)).toEqual(['one 09', 'one 07']);
    expect(await found(`${ofContent}&channel=slack,sms`)).toHaveLength(3);
    expect(await found(`domain=${domain}`)).toEqual(['two 08']);
    expect(await found(`campaign=${campaign}`)).toEqual(['one 09', 'one 07']);
    expect(await found(`tag=${tag}`)).toEqual(['one 09', 'one 07']);
    expect(await found(`${ofContent}&app=teams`)).toEqual(['one 09', 'two 08']);
    expect(await found(`${ofContent}&app=teams,slack&certainty=sure`)).toEqual(['one 09', 'one 07']);
    expect(await found(`${ofContent}&from=2026-10-08`)).toEqual(['one 09', 'two 08']);
    expect(await found(`${ofContent}&to=2026-10-08`)).toEqual(['two 08', 'one 07']);
    expect(await found(`${ofContent}&from=2026-10-08&to=2026-10-08`)).toEqual(['two 08']);
    expect((await rows(`linkId=${two.id}`))[0]?.shortUrl).toBe(`https://${domain}/${two.slug}`);
  });

  it('counts runs over all previews of the app, for any filters', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([
      preview(link, { app: 'teams', certainty: 'family', at: NOON - 5 * MINUTE }),
      preview(link, { app: 'teams', certainty: 'sure' }),
    ]);
    const [row] = await rows(`linkId=${link.id}&certainty=sure&from=2026-10-07`);
    expect(row?.bursts).toBe(0);
  });

  it('has pages, the last seen first, with each row once', async () => {
    const links = await mintAll({ channel: 'sms' }, { channel: 'slack' }, { channel: 'email' });
    const times = [0, 0, 0, 40, 40, 26 * 60, -90, -400 * 24 * 60];
    const apps = ['slack', 'telegram', 'teams'];
    const hits = links.flatMap((link, n) =>
      times.flatMap((minutes, index) =>
        apps.slice(0, n + 1).map((app) => preview(link, { app, at: NOON + minutes * MINUTE + (index % 2) })),
      ),
    );
    await sotto.store.hits.append(hits.slice(0, 20));
    await sotto.settle();
    await sotto.store.hits.append(hits.slice(20));
    const query = `contentId=${links[0]?.contentId}`;
    const whole = await rows(query);
    expect(whole).toHaveLength(18);
    const seen = whole.map(({ lastSeenAt }) => lastSeenAt);
    expect(seen).toEqual(seen.toSorted().reverse());
    for (const limit of [1, 5, 18]) {
      const pages: ShownSighting[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { data, nextCursor }: Page = await page(`${query}&limit=${limit}${cursor}`);
        expect(data.length).toBeLessThanOrEqual(limit);
        pages.push(...data);
        cursor = nextCursor && `&cursor=${encodeURIComponent(nextCursor)}`;
      }
      expect(pages).toEqual(whole);
    }
    const { headers } = await sotto.api('GET', `/sightings?${query}&limit=1&crossed=false`);
    expect(headers.get('Link')).toMatch(
      /^<http:\/\/sotto\.test\/api\/v1\/sightings\?.*cursor=.*>; rel="next"$/,
    );
  });

  it('is also available as a file of all rows', async () => {
    const [link] = await mintAll({ channel: 'whatsapp' });
    if (!link) throw new Error('not minted');
    const apps = Array.from({ length: 120 }, (_, index) => `app${index}`);
    await sotto.store.hits.append(apps.map((app, index) => preview(link, { app, at: NOON + index })));
    const query = `linkId=${link.id}`;
    const shown = await rows(`${query}&limit=1000`);
    expect(shown).toHaveLength(120);
    const lines = (await file(`${query}&format=ndjson`)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(shown);
    const [header = [], ...table] = parseCsv(await file(`${query}&format=csv`));
    expect(header.join(' ')).toBe(
      'linkId slug shortUrl contentId channel app appLabel day firstSeenAt lastSeenAt bursts previews certainty crossed statementEn statementFr',
    );
    const cells = shown.map(({ statement, ...row }) =>
      [...Object.values(row), statement.en, statement.fr].map(String),
    );
    expect(table).toEqual(cells);
    expect(parseCsv(await file(`${query}&format=csv&limit=3`))).toEqual([header, ...table.slice(0, 3)]);
    expect(parseCsv(await file('linkId=lnk_nobody&format=csv'))).toEqual([header]);
  });

  it('has the time of the newest stored hit', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([hitOn(link, { at: NOON + 99 * DAY })]);
    expect((await page(`linkId=${link.id}`)).meta.asOf).toBe(new Date(NOON + 99 * DAY).toISOString());
  });

  it.each([
    ['from=2026-02-30', '?from'],
    ['from=2026-05-12T08:30:00Z', '?from'],
    ['to=yesterday', '?to'],
    ['from=2026-05-13&to=2026-05-12', '?to'],
    ['crossed=yes', '?crossed'],
    ['certainty=absolute', '?certainty'],
    ['limit=0', '?limit'],
    ['cursor=MTI', '?cursor'],
    [`linkId=${','.repeat(200)}`, '?linkId'],
    ['timezone=UTC', '?timezone'],
    ['groupBy=app', '?groupBy'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await sotto.api<{ code: string; errors: { pointer: string }[] }>(
      'GET',
      `/sightings?${query}`,
    );
    expect([status, body.code, body.errors[0]?.pointer]).toEqual([422, 'validation', pointer]);
  });
});
