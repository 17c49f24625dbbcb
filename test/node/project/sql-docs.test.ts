import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { ContentJson } from '../../../src/api/schemas/present-links.ts';
import { assemble, CHROME, type Sotto } from '../../support/runtimes/sotto.ts';

const PAGE = 'https://example.com/guide?id=7';
const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 9, 7, 12);
const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const TELEGRAM = 'TelegramBot (like TwitterBot)';
const FRANCE = { country: 'FR', region: '', city: '' };
const BELGIUM = { country: 'BE', region: '', city: '' };

type Rows = Record<string, string | number | null>[];

/** The statements of the document by their headings. */
const statements = new Map(
  readFileSync('docs/sql.md', 'utf8')
    .split(/^## /m)
    .map((part): [string, string[]] => [
      part.slice(0, part.indexOf('\n')),
      [...part.matchAll(/```sql\n(.*?)```/gs)].map(([, text = '']) => text),
    ]),
);

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-sql-'));
let sotto: Sotto;
let shell: Database.Database;
let content: ContentJson;

/** Runs a statement at the time of the test. */
const ask = (text: string): Rows =>
  shell.prepare<[], Rows[number]>(text.replaceAll(`'now'`, `'${new Date(TODAY).toISOString()}'`)).all();

async function stats(query: string): Promise<Rows> {
  const { body } = await sotto.api<{ data: Rows }>('GET', `/stats?${query}&limit=1000`);
  return body.data;
}

const linkId = () => content.links.find(({ slug }) => slug === 'guide-wa')?.id;

/** Three days of visits to a page with four links, to another page, and to a link that is deleted afterwards. */
async function visit(): Promise<void> {
  const body = { url: PAGE, title: 'The guide', slug: 'guide' };
  ({ body: content } = await sotto.api<ContentJson>('POST', '/contents', body));
  const [other, gone] = await Promise.all(
    ['another', 'gone'].map((slug) =>
      sotto.api<{ id: string; shortUrl: string }>('POST', '/links', {
        url: `https://example.com/${slug}`,
        slug,
      }),
    ),
  );
  for (const daysAgo of [3, 1, 0]) {
    sotto.clock.now = TODAY - daysAgo * DAY;
    for (const [nth, { shortUrl }] of content.links.entries()) {
      for (let visitor = 0; visitor <= nth + daysAgo; visitor++) {
        const place = visitor % 3 === 0 ? BELGIUM : FRANCE;
        const headers = { 'User-Agent': CHROME };
        await sotto.request(shortUrl, { headers, peer: `198.51.${nth}.${visitor % 2}`, place });
        sotto.clock.now += 2_000;
      }
      await sotto.click(shortUrl, { 'User-Agent': nth === 0 ? SLACKBOT : TELEGRAM });
    }
    await sotto.click(content.links[0]?.shortUrl ?? '', { 'User-Agent': TELEGRAM });
    await sotto.click(other?.body.shortUrl ?? '');
    await sotto.click(gone?.body.shortUrl ?? '');
  }
  await sotto.settle();
  while (await sotto.sums.closeDays(Math.floor(TODAY / DAY)));
  await sotto.api('DELETE', `/links/${gone?.body.id}`);
  await sotto.settle();
  sotto.clock.now = TODAY + DAY / 4;
}

beforeAll(async () => {
  sotto = await assemble(await openRuntime(dataDir));
  await visit();
  shell = new Database(join(dataDir, 'sotto.db'), { readonly: true });
  for (const text of statements.get('Connect') ?? []) shell.exec(text.replaceAll('data/', `${dataDir}/`));
});
afterAll(async () => {
  shell?.close();
  await sotto?.close();
});

const text = (row: Rows[number]) => JSON.stringify(row);
const sorted = (rows: Rows) => rows.map(text).sort();
const clicked = (rows: Rows) => rows.filter(({ clicks }) => Number(clicks) > 0);

describe('the statements of docs/sql.md', () => {
  const each = (title: string) => statements.get(title) ?? [];

  it('are two for each question, and two to begin with', () => {
    const counts = [...statements].flatMap(([title, { length }]) => (length === 0 ? [] : [[title, length]]));
    expect(counts).toEqual([
      ['Connect', 1],
      ['Quick on a large log', 1],
      ['How many clicks did this link have yesterday, by country?', 2],
      ['How many clicks did a page have, by channel and day?', 2],
      ['Which apps fetched a preview of this link?', 2],
      ['Which links had the most clicks in seven days?', 2],
    ]);
  });

  it('find the ids of an hour, which the view then is read by', () => {
    const [statement = ''] = each('Quick on a large log');
    const [none] = ask(statement);
    expect(none).toBeUndefined();
    const noon = statement.replace(`'-2 hours'`, `'-1 day'`);
    const [{ first_hit_id: first, last_hit_id: last } = {}] = ask(noon);
    const within = ask(`SELECT day FROM hit_log WHERE id BETWEEN ${first} AND ${last}`);
    expect(new Set(within.map(({ day }) => day))).toEqual(new Set(['2026-10-06']));
  });

  it('count the clicks of a link yesterday by country as /stats does', async () => {
    const found = await stats(`groupBy=country&linkId=${linkId()}&from=2026-10-06&to=2026-10-06`);
    const expected = clicked(found).map(({ country, clicks, uniqueClicks }) => ({
      country: country ?? null,
      clicks: clicks ?? null,
      unique_clicks: uniqueClicks ?? null,
    }));
    expect(expected).toHaveLength(2);
    for (const statement of each('How many clicks did this link have yesterday, by country?')) {
      expect(sorted(ask(statement))).toEqual(sorted(expected));
    }
  });

  it('count the clicks of a page by channel and day as /stats does', async () => {
    const found = await stats(`groupBy=day,channel&contentId=${content.id}`);
    const expected = clicked(found).map(({ day, channel, clicks }) => ({
      day: day ?? null,
      channel: channel ?? null,
      clicks: clicks ?? null,
    }));
    expect(expected).toHaveLength(12);
    const [plain = '', quick = ''] = each('How many clicks did a page have, by channel and day?');
    expect(sorted(ask(plain))).toEqual(sorted(expected));
    expect(sorted(ask(quick))).toEqual(sorted(expected.filter(({ day }) => day !== '2026-10-07')));
  });

  it('count the previews of a link by app as /stats does', async () => {
    const found = await stats(`groupBy=app&linkId=${linkId()}`);
    const expected = found.filter(({ app, previews }) => app !== null && Number(previews) > 0);
    expect(expected).toHaveLength(2);
    const [plain = [], quick = []] = each('Which apps fetched a preview of this link?').map(ask);
    expect(sorted(plain)).toEqual(sorted(quick));
    const counts = plain.map(({ app, previews }) => [app, previews]);
    expect(counts.sort()).toEqual(expected.map(({ app, previews }) => [app, previews]).sort());
  });

  it('find the most clicked links as /stats does', async () => {
    const found = await stats('groupBy=link&from=2026-09-30&to=2026-10-06');
    const [plain = [], quick = []] = each('Which links had the most clicks in seven days?').map(ask);
    expect(plain).toEqual(quick);
    expect(plain.map(({ clicks }) => clicks)).toEqual(clicked(found).map(({ clicks }) => clicks));
    expect(plain.map(({ slug }) => slug)).not.toContain('gone');
  });

  it.each([
    'How many clicks did this link have yesterday, by country?',
    'How many clicks did a page have, by channel and day?',
    'Which apps fetched a preview of this link?',
    'Which links had the most clicks in seven days?',
  ])('read no table of hits or sums as a whole in the quick form: %s', (title) => {
    const plan = ask(`EXPLAIN QUERY PLAN ${each(title)[1]}`).map(({ detail }) => String(detail));
    expect(plan.filter((step) => /^SCAN (h|l|s|hits|links|sums|sightings)\b|AUTOMATIC/.test(step))).toEqual(
      [],
    );
  });
});
