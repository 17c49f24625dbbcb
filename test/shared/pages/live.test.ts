import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import type { LiveMessage } from '../../../src/pages/app/live/live-message.tsx';
import { hitOn, mintLink, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { override } from '../../support/override.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

const FLAG = 'no_fetch_metadata';

let sotto: Sotto;
let cookie: string;
beforeAll(async () => {
  sotto = await open();
  cookie = await signIn(sotto.deps, 'viewer');
});
afterAll(() => sotto.close());

const get = (path: string) => sotto.request(path, { headers: { Cookie: `${COOKIE}=${cookie}` } });
const page = async (query = '') => (await get(`/app/live?lang=en${query}`)).text();
const news = async (after: string, query = ''): Promise<LiveMessage> =>
  (await get(`/app/live/news?lang=en&after=${after}${query}`)).json();

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const rowsOf = (html: string) => html.match(/<tr role="row" class="\w+" id="hit_.*?<\/tr>/gs) ?? [];
const kindOf = ({ html }: { html: string }) => /class="(\w+)"/.exec(html)?.[1];
const positionIn = (html: string) => /data-after="([\d-]+)"/.exec(html)?.[1] ?? '';

describe('the live list', () => {
  it('says so while nothing has come', async () => {
    const html = await page();
    expect(textOf(html)).toContain('No clicks today so far.');
    expect(html).toMatch(/id="live-none">No requests yet\./);
    expect(await page('&channel=qr')).toMatch(/id="live-none">No request matches the filter yet\./);
    expect(textOf(html)).toContain('No clicks in the last hour.');
    expect(html).not.toContain('<svg class="ch"');
    expect(await news('0-0')).toMatchObject({ rows: [], position: '0-0' });
  });

  it('shows each request with its kind, app, reason, link, content, country and mark, the newest first', async () => {
    const content = newContent({ title: 'A <b>guide</b>' });
    const [link] = (await mintLinks(sotto.store, content, [newLink({ channel: 'slack' })])) ?? [];
    if (!link) throw new Error('not minted');
    await sotto.store.hits.append([
      hitOn(link, { kind: 'preview', reason: 'preview_agent', app: 'teams', certainty: 'sure' }),
      hitOn(link, { at: sotto.clock.now + 1_000, mark: 'newsletter', app: 'linkedin', visitor: unique() }),
    ]);
    const rows = rowsOf(await page());
    const [click = '', preview = ''] = rows.map(textOf);
    expect(rows).toHaveLength(2);
    expect(click).toMatch(/Click A &lt;b&gt;guide&lt;\/b&gt; Slack .*\.newsletter/);
    expect(click).toContain('France · Computer · Chrome');
    expect(click).toContain('in LinkedIn');
    expect(click).toContain('first today');
    expect(preview).toContain('Preview');
    expect(preview).toContain('shown in Teams');
    expect(preview).toContain('an app’s preview fetcher');
    expect(rows[0]).toContain(`/app/contents/${content.id}`);
    // The member is in Paris, two hours ahead in October.
    expect(click).toContain('14:00:01');
  });

  it('shows only what the address asks for', async () => {
    const other = await mintLink(sotto.store, { channel: 'qr' });
    await sotto.store.hits.append([hitOn(other, { visitor: unique() })]);
    const kinds = async (query: string) =>
      rowsOf(await page(query)).map((row) => /class="(\w+)"/.exec(row)?.[1]);
    expect(await kinds('')).toEqual(['click', 'click', 'preview']);
    expect(await kinds('&kind=preview')).toEqual(['preview']);
    expect(await kinds('&kind=click,preview')).toHaveLength(3);
    expect(await kinds('&channel=qr')).toEqual(['click']);
    expect(await kinds(`&contentId=${other.contentId}&kind=preview`)).toEqual([]);
    expect(await kinds('&contentId=cnt_none')).toEqual([]);
    expect(await kinds('&kind=nothing&channel=nowhere')).toHaveLength(3);
    const filtered = await page(`&contentId=${other.contentId}`);
    expect(filtered).toContain('Remove the filter');
    expect(filtered).toContain(`contentId=${other.contentId}`);
  });

  it('counts the clicks of today, and those of the last hour by the minute', async () => {
    const html = await page();
    expect(textOf(html)).toContain('2 clicks today so far; the last one at 14:00.');
    expect(html).toContain('<th scope="row">14:00</th><td class="n">2</td>');
    expect(textOf(await page('&channel=qr'))).toContain('1 click today so far');
  });
});

describe('the clicks of today', () => {
  const said = async (language: string) => {
    const html = await (await get(`/app/live?lang=${language}&channel=telegram`)).text();
    return textOf(/<h1>.*?<\/h1>/s.exec(html)?.[0] ?? '')
      .trim()
      .replaceAll('\u00a0', ' ');
  };

  it('are counted as soon as somebody has clicked', async () => {
    const links = await Promise.all([1, 2].map(() => mintLink(sotto.store, { channel: 'telegram' })));
    expect(await said('en')).toBe('No clicks today so far.');
    expect(await said('fr')).toBe('Aucun clic aujourd’hui pour l’instant.');
    const counts = [];
    for (const { slug } of links) {
      await sotto.click(`/${slug}`);
      await sotto.flushed();
      counts.push([await said('en'), await said('fr')]);
    }
    expect(counts).toEqual([
      ['1 click today so far, at 14:00.', '1 clic aujourd’hui jusqu’ici, à 14:00.'],
      [
        '2 clicks today so far; the last one at 14:00.',
        '2 clics aujourd’hui jusqu’ici ; le dernier à 14:00.',
      ],
    ]);
  });

  it('have those of all rows of the page', async () => {
    const link = await mintLink(sotto.store, { channel: 'signal' });
    const { hitList } = sotto.store;
    const news: typeof hitList.news = async (...asked) => {
      await sotto.store.hits.append([hitOn(link, { visitor: unique() })]);
      return hitList.news(...asked);
    };
    const store = override(sotto.store, { hitList: override(hitList, { news }) });
    const busy = await assemble(sotto, { store });
    const response = await busy.request('/app/live?lang=en&channel=signal', {
      headers: { Cookie: `${COOKIE}=${cookie}` },
    });
    const html = await response.text();
    expect(rowsOf(html)).toHaveLength(1);
    expect(textOf(html)).toContain('1 click today so far');
  });
});

describe('the news of the live list', () => {
  it('has what came after a position, unsettled hits too, and says where to go on', async () => {
    const link = await mintLink(sotto.store);
    const before = positionIn(await page());
    expect((await news(before)).rows).toEqual([]);
    await sotto.store.hits.append([
      hitOn(link, { visitor: unique() }),
      hitOn(link, { kind: 'bot', reason: 'isbot' }),
    ]);
    const message = await news(before);
    expect(message.rows.map(({ html }) => textOf(html))).toEqual([
      expect.stringContaining('Click'),
      expect.stringContaining('Bot'),
    ]);
    expect(message.rows.map(({ fits }) => fits)).toEqual([true, true]);
    expect(message).toMatchObject({ isCut: false, pulse: null });
    expect((await news(message.position)).rows).toEqual([]);
    expect((await news(before, '&kind=bot')).rows).toHaveLength(1);
    expect((await news(before, '&channel=qr')).rows).toEqual([]);
    expect((await news(before, '&pulse=1')).pulse?.answer).toContain('today so far');
  });

  it('corrects a hit whose kind a later one changes, whatever kind the page shows', async () => {
    const links = await Promise.all(Array.from({ length: 4 }, () => mintLink(sotto.store)));
    const network = unique();
    const flagged = (link: Link, second: number) => {
      const at = sotto.clock.now + 60_000 + second * 300;
      return hitOn(link, { at, network, visitor: unique(), reason: FLAG });
    };
    const hits = links.map(flagged);
    // Not the page itself, which settles: the time of the test is not that of the hits' arrival.
    const start = await news('');
    await sotto.store.hits.append(hits.slice(0, 3));
    const shown = await news(start.position, '&kind=click');
    expect(shown.rows.map(kindOf)).toEqual(['click', 'click', 'click']);
    await sotto.store.hits.append(hits.slice(3));
    const { rows, position } = await news(shown.position, '&kind=click');
    expect(rows.map(({ id }) => id)).toEqual(shown.rows.map(({ id }) => id));
    expect(rows.map((row) => [kindOf(row), row.fits])).toEqual(rows.map(() => ['scanner', false]));
    expect((await news(position)).rows).toEqual([]);
  });

  it('leaves out the oldest where more came than an answer has', async () => {
    const link = await mintLink(sotto.store);
    const { position } = await news('');
    await sotto.store.hits.append(
      Array.from({ length: 501 }, () => hitOn(link, { kind: 'bot', reason: 'isbot' })),
    );
    const message = await news(position);
    expect(message.isCut).toBe(true);
    expect(message.rows).toHaveLength(60);
    expect((await news(message.position)).rows).toEqual([]);
  });

  it('begins at the end of the log without a position, and after one that the log does not have', async () => {
    const { rows, position } = await news('nonsense');
    expect(rows).toEqual([]);
    expect((await news('999999999-999999999')).position).toBe(position);
  });

  it('leaves out hits of deleted links', async () => {
    const link = await mintLink(sotto.store);
    const { position } = await news('');
    await sotto.store.hits.append([hitOn(link)]);
    await sotto.api('DELETE', `/links/${link.id}`);
    expect((await news(position)).rows).toEqual([]);
  });

  it('says of each click whether it is the first of its visitor on that day', async () => {
    const link = await mintLink(sotto.store, { channel: 'sms' });
    const visitor = unique();
    await sotto.store.hits.append([
      hitOn(link, { visitor }),
      hitOn(link, { at: sotto.clock.now + 60_000, visitor }),
      hitOn(link, { at: sotto.clock.now + 120_000, visitor: null }),
    ]);
    const rows = rowsOf(await page('&channel=sms')).map(textOf);
    expect(rows).toEqual([
      expect.stringContaining('visitor not recognized'),
      expect.stringContaining('same person again today'),
      expect.stringContaining('first today'),
    ]);
  });
});
