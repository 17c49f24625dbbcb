import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { override } from '../../support/override.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;
/** What a stranger could write into a title: markup, a text of the other direction, emoji, and very much of it. */
const HOSTILE = `</title><script>alert(1)</script><img src=x onerror=alert(2)> \u202Egnp.exe 👩\u200d👩\u200d👧 "'&${'x'.repeat(2_000)}`;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

/** A page as a member with this role gets it. */
async function get(path: string, role: Role = 'viewer', headers: Record<string, string> = {}) {
  const cookie = await signIn(sotto.deps, role);
  const response = await sotto.request(path, { headers: { Cookie: `${COOKIE}=${cookie}`, ...headers } });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** What people read, with common spaces. */
const textOf = (html: string) =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** A content with links in two channels, clicked yesterday, and seen in Slack. */
async function share(title: string) {
  const content = newContent({ title, createdAt: sotto.clock.now - 60 * DAY });
  const links = [newLink({ channel: 'whatsapp' }), newLink({ channel: 'linkedin' })];
  const [whatsapp, linkedin] = (await mintLinks(sotto.store, content, links)) ?? [];
  if (!whatsapp || !linkedin) throw new Error('not minted');
  const at = sotto.clock.now - DAY;
  await sotto.store.hits.append([
    ...Array.from({ length: 40 }, (_, second) => hitOn(whatsapp, { at: at + second * 2_000, country: 'FR' })),
    ...Array.from({ length: 10 }, (_, second) => hitOn(linkedin, { at: at + second * 2_000 })),
    hitOn(whatsapp, { at, kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent' }),
  ]);
  return { contentId: whatsapp.contentId, whatsapp };
}

describe('the overview', () => {
  it('is for members only', async () => {
    const response = await sotto.request('/app');
    expect(response.status).toBe(303);
    expect(await response.text()).not.toContain('clicks');
  });

  it('says what to do first while nothing exists', async () => {
    const { status, html } = await get('/app');
    expect(status).toBe(200);
    expect(textOf(html)).toContain('Nothing has been shared yet.');
    expect(html).not.toContain('<svg class="ch');
    expect(html).not.toContain('class="firstform"');
    const editor = (await get('/app?lang=fr', 'editor')).html;
    expect(editor).toMatch(
      /<form class="firstform" method="get" action="\/app\/new">.*name="lang" value="fr"/s,
    );
  });

  it('draws no chart of days on which nobody clicked', async () => {
    const content = newContent({ createdAt: sotto.clock.now - 60 * DAY });
    await mintLinks(sotto.store, content, [newLink()]);
    const { html } = await get('/app?period=7d');
    const [section = ''] = /<section[^>]* id="time".*?<\/section>/s.exec(html) ?? [];
    expect(textOf(section)).toBe(' Clicks per day No clicks in this period. ');
  });

  it('shows the figures that the API gives', async () => {
    await share('A guide');
    const { html } = await get('/app?period=7d');
    const text = textOf(html);
    expect(text).toContain(
      'In the last 7 days, 80% of clicks came through private channels. WhatsApp carries the most',
    );
    const { body } = await sotto.api<{ total: { clicks: number; previews: number } }>(
      'GET',
      '/stats?from=2026-09-30&to=2026-10-06',
    );
    expect(body.total).toMatchObject({ clicks: 50, previews: 1 });
    expect(text).toContain('50 clicks, 40 of them private');
    expect(text).toContain('Not counted: 1 preview.');
    expect(text).toMatch(/of 1 sightings? that could cross/);
  });

  it('names each year of the days on which links were seen', async () => {
    await share('Seen');
    const labels = async (days: string) => {
      const { html } = await get(`/app?${days}`);
      const [head = ''] = /<th[^>]*class="strip">.*?<\/th>/s.exec(html) ?? [];
      return [...head.matchAll(/<text[^>]*>([^<]+)/g)].map(([, text = '']) => text.replaceAll(/\s/g, ' '));
    };
    expect(await labels('period=30d')).toEqual(['7 Sept', '14 Sept', '21 Sept', '28 Sept', '5 Oct']);
    expect(await labels('from=2024-12-01&to=2026-10-06')).toEqual([
      '1 Dec 2024',
      '16 Jul 2025',
      '4 Mar 2026',
    ]);
  });

  it('says how many channels and apps there are where not all are drawn or listed', async () => {
    const names = [
      'whatsapp',
      'slack',
      'teams',
      'telegram',
      'signal',
      'messenger',
      'discord',
      'linkedin',
      'x',
    ] as const;
    const links =
      (await mintLinks(
        sotto.store,
        newContent({ createdAt: sotto.clock.now - 60 * DAY }),
        names.map((channel) => newLink({ channel })),
      )) ?? [];
    const preview = { kind: 'preview', certainty: 'sure', reason: 'preview_agent' } as const;
    const seenIn = (app: string, count: number) =>
      links.slice(0, count).map((link) => hitOn(link, { at: sotto.clock.now - DAY, app, ...preview }));
    const notes = async (language: string) => {
      const { html } = await get(`/app/contents/${links[0]?.contentId}?lang=${language}`);
      const [head = ''] = /<section[^>]* id="crossed".*?<\/header>/s.exec(html) ?? [];
      return textOf(head);
    };
    await sotto.store.hits.append(seenIn('telegram', 5));
    expect(await notes('en')).not.toMatch(/Drawn|Listed|table/);
    await sotto.store.hits.append(seenIn('facebook', 9));
    expect(await notes('en')).toContain(
      'Drawn: 8 of 9 channels, 2 of 2 apps. Listed: the 5 largest of 13 crossed channels. All in the table',
    );
    expect(await notes('fr')).toContain(
      'Dessinés : 8 canaux sur 9, 2 applis sur 2. Cités : les 5 plus grands des 13 canaux croisés. Tous dans le tableau',
    );
  });

  it('gives the id of the request where the server fails, and leads back', async () => {
    const cookie = `${COOKIE}=${await signIn(sotto.deps, 'viewer')}`;
    const logged: unknown[] = [];
    const log = { ...sotto.deps.log, error: (fields: unknown) => void logged.push(fields) };
    const failing = async () => {
      throw new Error('Broken');
    };
    const stats = override(sotto.store.stats, { read: failing });
    const broken = await assemble(sotto, { store: override(sotto.store, { stats }), log });
    const response = await broken.request('/app?lang=fr', { headers: { Cookie: cookie } });
    const text = textOf(await response.text());
    expect(response.status).toBe(500);
    expect(text).toContain('Une erreur s’est produite');
    const [{ requestId } = { requestId: '' }] = logged as { requestId: string }[];
    expect(requestId).not.toBe('');
    expect(text).toContain(`l’identifiant de la requête : ${requestId}`);
    expect(text).toContain('Vue d’ensemble');
  });

  it('speaks French, keeps the choice in its links, and writes numbers as the French do', async () => {
    const { html, headers } = await get('/app?lang=fr&period=7d');
    expect(headers.get('Content-Language')).toBe('fr');
    expect(html).toMatch(/<html lang="fr"/);
    expect(textOf(html)).toContain('80 % des clics sont venus par des canaux privés');
    expect(html).toContain('href="/app?lang=fr"');
    expect(textOf(html)).not.toMatch(/\b(Clicks|Channels|Sightings|Content)\b/);
  });

  it.each([
    ['', 'As the system'],
    ['&theme=dark', 'Dark'],
    ['&theme=light', 'Light'],
  ])('marks in its menu the theme of the address %s, among all there are', async (query, theme) => {
    const { html } = await get(`/app?lang=en${query}`);
    const [menu = ''] = /<details class="menu">.*?<hr/s.exec(html) ?? [];
    const entries = [...menu.matchAll(/<a href="([^"]*)"( aria-current="true")?><svg.*?<\/svg>([^<]+)/gs)];
    expect(entries.map(([, , , text]) => text)).toEqual(['Dark', 'Light', 'As the system']);
    expect(entries.filter(([, , current]) => current).map(([, , , text]) => text)).toEqual([theme]);
    expect(entries[2]?.[1]).not.toContain('theme');
  });

  it.each([
    'channel=whatsapp',
    'channel=%3Cb%3E',
    'mark=x',
    'tag=%22%3E',
    'period=12m',
    'timezone=Nowhere',
    'from=1&to=2',
  ])('answers for %s', async (query) => {
    expect((await get(`/app?${query}`)).status).toBe(200);
  });

  it('shows hostile titles as text', async () => {
    const { contentId } = await share(HOSTILE);
    const { html } = await get('/app?period=7d');
    expect(html).toContain(`/app/contents/${contentId}`);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toMatch(/<img/);
    expect(html.match(/<\/html>/g)).toHaveLength(1);
    expect(html).not.toContain('x'.repeat(400));
    expect(html).toContain('<bdi>&lt;/title&gt;');
    expect(html).not.toContain('\u202e');
  });

  it('loads and allows nothing from elsewhere, and no inline script or style', async () => {
    const { html, headers } = await get('/app');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const tags = html.replaceAll(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];
    expect(tags.join('')).not.toMatch(/ style=|<style|<script>| on\w+=/);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(headers.get('Cache-Control')).toBe('private, no-store');
  });

  it('says how many sightings there are, and shows every one of them, page by page', async () => {
    const content = newContent({ createdAt: sotto.clock.now - 60 * DAY });
    const links =
      (await mintLinks(
        sotto.store,
        content,
        [1, 2, 3, 4].map(() => newLink()),
      )) ?? [];
    const preview = { kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent' } as const;
    const days = Array.from({ length: 30 }, (_, nth) => sotto.clock.now - (nth + 1) * DAY);
    await sotto.store.hits.append(
      links.flatMap((link) => days.map((at) => hitOn(link, { at, ...preview }))).sort((a, b) => a.at - b.at),
    );
    const rows: string[] = [];
    let next: string | undefined = `/app/sightings?contentId=${links[0]?.contentId}`;
    const counts: number[] = [];
    while (next !== undefined) {
      const { html } = await get(next);
      expect(textOf(html)).toContain('· 120 sightings');
      const found = html.match(/<tr role="row"><th scope="row"[\s\S]*?<\/tr>/g) ?? [];
      rows.push(...found);
      counts.push(found.length);
      next = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(counts).toEqual([100, 20]);
    expect(new Set(rows).size).toBe(120);
  });

  it.each(['x', '1.2.3.sure.', '1.2.3.never.slack', '9'.repeat(40)])(
    'begins with the newest sightings where the place of a page is %s',
    async (after) => {
      expect((await get(`/app/sightings?after=${after}`)).html).not.toContain('Back to the first');
    },
  );

  it('opens the sentences behind a figure', async () => {
    const { html } = await get('/app?period=7d');
    const [, address = ''] = /href="(\/app\/sightings\?[^"]+)"/.exec(html) ?? [];
    const opened = await get(address.replaceAll('&amp;', '&'));
    expect(opened.status).toBe(200);
    const text = textOf(opened.html);
    expect(text).toContain(' Placed in Slack ');
    expect(text.match(/whether it was sent/g)).toHaveLength(1);
  });

  it('says why there are no sentences', async () => {
    expect(textOf((await get('/app/sightings?app=discord')).html)).toContain(
      'No sighting matches in this period. All sightings',
    );
    const long = await get('/app/sightings?from=2020-01-01&to=2020-01-02');
    expect(textOf(long.html)).toContain('Sightings appear when somebody shares a link');
  });

  it('stays under 60 kB gzipped with many channels, apps and contents', async () => {
    for (let at = 0; at < 12; at++) await share(`Guide ${at}`);
    const { html } = await get('/app?period=90d');
    expect(gzipSync(html).length).toBeLessThan(60_000);
  });
});
