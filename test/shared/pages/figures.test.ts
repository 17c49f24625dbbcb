/** Figures of the overview and of a content: each agrees with its CSV, and each measure says what it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { CHANNELS } from '../../../src/channels/registry.ts';
import { MEASURES, type MeasureName } from '../../../src/pages/app/words/measures.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;
const WEEK = 'from=2026-09-30&to=2026-10-06';

let sotto: Sotto;
let cookie: string;
let id: string;
beforeAll(async () => {
  sotto = await open();
  cookie = `${COOKIE}=${await signIn(sotto.deps, 'viewer')}`;
  const content = newContent({ title: 'The guide', createdAt: sotto.clock.now - 7 * DAY });
  const links = (['whatsapp', 'email', 'linkedin', 'qr'] as const).map((channel) => newLink({ channel }));
  const minted = (await mintLinks(sotto.store, content, links)) ?? [];
  id = content.id;
  const hits = minted.flatMap((link, at) =>
    Array.from({ length: 1_200 - 350 * at }, (_, click) =>
      hitOn(link, {
        at: sotto.clock.now - (1 + (click % 5)) * DAY + click * 3_000,
        country: ['FR', 'BE', 'GB'][click % 3] ?? '',
        device: click % 4 === 0 ? 'mobile' : 'desktop',
        mark: click % 6 === 0 ? 'newsletter' : null,
      }),
    ),
  );
  const seen = minted.map((link) =>
    hitOn(link, {
      ...{ at: sotto.clock.now - 2 * DAY, kind: 'preview', reason: 'preview_agent' },
      ...{ app: 'slack', certainty: 'sure' },
    }),
  );
  await sotto.store.hits.append([...hits, ...seen]);
});
afterAll(() => sotto.close());

async function page(path: string): Promise<string> {
  const response = await sotto.request(path, { headers: { Cookie: cookie } });
  return response.text();
}

/** The part of a page with this heading id. */
const section = (html: string, name: string) =>
  new RegExp(`<section[^>]* id="${name}".*?</section>`, 's').exec(html)?.[0] ?? '';
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
/** The texts of the cells of each row. */
const rowsIn = (html: string) =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell)),
  );
/** The names and counts of a list with bars. */
const barsIn = (html: string) =>
  [...html.matchAll(/<li>(?:<bdi>|\s*)(.*?)<\/li>/gs)].map(([, line = '']) => {
    const [, name = '', count = ''] = /^(.*?)<\/bdi>.*?<span class="num">(.*?)<\/span>/s.exec(line) ?? [];
    return [plain(name), count] as const;
  });

/** The rows of the CSV of statistics, by the names of its columns. */
async function csv(query: string): Promise<Record<string, string | null>[]> {
  const response = await sotto.request(`/api/v1/stats?${query}&${WEEK}&timezone=UTC&format=csv`, {
    headers: { Authorization: `Bearer ${ADMIN_KEY}` },
  });
  const [header = [], ...rows] = parseCsv(new TextDecoder().decode(await response.arrayBuffer()));
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name ?? '', row[at] ?? null])));
}
const shown = (count: string | null | undefined) => Number(count).toLocaleString('en-GB');

describe.each(['/app?period=7d', '/app/contents/:id'])('the figures of %s', (path) => {
  const html = () => page(path.replace(':id', id));
  const ofPage = (query: string) => csv(path.includes(':id') ? `${query}&contentId=${id}` : query);

  it('agree with the CSV by channel', async () => {
    const rows = rowsIn(section(await html(), 'channels'));
    const table = await ofPage('groupBy=channel');
    expect(table).toHaveLength(4);
    for (const { channel, clicks, uniqueClicks } of table) {
      const label = CHANNELS[channel as keyof typeof CHANNELS].label.en;
      const row = rows.find(([name]) => name === label) ?? [];
      expect([label, row[2]]).toEqual([label, shown(clicks)]);
      expect(row).toContain(shown(uniqueClicks));
    }
  });

  it('agree with the CSV by day', async () => {
    const name = path.includes(':id') ? 'life' : 'time';
    const totals = rowsIn(section(await html(), name)).map((row) => row.at(-1));
    const table = await ofPage('groupBy=day');
    expect(table.length).toBeGreaterThan(4);
    for (const { clicks } of table) expect(totals).toContain(shown(clicks));
  });

  it('agree with the CSV by country and device', async () => {
    const bars = barsIn(section(await html(), 'readers'));
    const names = { FR: 'France', BE: 'Belgium', GB: 'United Kingdom', mobile: 'Phone', desktop: 'Computer' };
    const table = [...(await ofPage('groupBy=country')), ...(await ofPage('groupBy=device'))];
    expect(table).toHaveLength(5);
    for (const { country, device, clicks } of table)
      expect(bars).toContainEqual([names[(country ?? device) as keyof typeof names], shown(clicks)]);
  });

  it('agree with the CSV by kind', async () => {
    const out = plain(section(await html(), 'out'));
    const table = await ofPage('groupBy=content');
    const [{ clicks, previews } = {}] = table;
    expect(table).toHaveLength(1);
    expect(out).toContain(`Clicks ${shown(clicks)}`);
    expect(out).toContain(`Previews ${shown(previews)}`);
  });
});

it('a content shows the clicks of the CSV by link and placement, and its list those by content', async () => {
  const html = await page(`/app/contents/${id}`);
  const links = rowsIn(section(html, 'links')).flat();
  for (const { clicks } of await csv(`groupBy=link&contentId=${id}`)) expect(links).toContain(shown(clicks));
  const placed = rowsIn(section(html, 'placements')).map((row) => row.at(-1));
  const marks = (await csv(`groupBy=link,mark&contentId=${id}`)).filter(({ mark }) => mark !== null);
  expect(marks).toHaveLength(4);
  for (const { clicks } of marks) expect(placed).toContain(shown(clicks));
  const [{ clicks } = {}] = await csv('groupBy=content');
  expect(plain(section(await page('/app?period=7d'), 'contents'))).toContain(shown(clicks));
});

describe.each(['en', 'fr'] as const)('the measures, in %s,', (language) => {
  it.each([
    ['/app?period=7d', ['clicks', 'uniqueClicks', 'sightings', 'crossed', 'share', 'change', 'privateShare']],
    ['/app?period=7d', ['previews', 'repeats', 'prefetches', 'scanners', 'bots', 'placements']],
    ['/app/contents/:id', ['clicks', 'uniqueClicks', 'sightings', 'crossed', 'share', 'turnedAway']],
    ['/app/contents', ['clicks', 'change', 'privateShare']],
  ] as [string, MeasureName[]][])('open their definition on %s: %s', async (path, names) => {
    const url = new URL(path.replace(':id', id), 'http://sotto.test');
    url.searchParams.set('lang', language);
    const html = await page(url.pathname + url.search);
    const texts = [...html.matchAll(/<details class="def[^"]*"><summary>.*?<\/summary><p>(.*?)<\/p>/gs)].map(
      ([, text]) => text,
    );
    for (const name of names) {
      const { label, text } = MEASURES[name];
      expect(html).toContain(label[language]);
      // Those of what was not counted are shown without a click.
      expect([...texts, plain(section(html, 'out'))].join('\n')).toContain(text[language]);
    }
  });
});
