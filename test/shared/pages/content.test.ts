import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { NewLink } from '../../../src/links/link.ts';
import type { Role } from '../../../src/members/member.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOSTILE = `</h1><script>alert(1)</script>\u202E👩\u200d👧${'x'.repeat(2_000)}`;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

async function get(path: string, role: Role = 'viewer') {
  const cookie = await signIn(sotto.deps, role);
  const response = await sotto.request(path, { headers: { Cookie: `${COOKIE}=${cookie}` } });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

async function make(
  title: string | null,
  links: Partial<NewLink>[] = [{ channel: 'whatsapp' }, { channel: 'slack' }],
) {
  const createdAt = sotto.clock.now - 50 * DAY;
  const minted = await mintLinks(
    sotto.store,
    newContent({ title, createdAt, tags: ['finance'] }),
    links.map(newLink),
  );
  const [first] = minted ?? [];
  if (!minted || !first) throw new Error('not minted');
  return { id: first.contentId, first, links: minted };
}

describe('the page of a content', () => {
  it('shows its links to copy, its life, and what it was seen in', async () => {
    const { id, first } = await make('The guide');
    const at = sotto.clock.now - 3 * DAY;
    await sotto.store.hits.append([
      ...Array.from({ length: 40 }, (_, click) => hitOn(first, { at: at + click * 2_000 })),
      hitOn(first, { at, kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent' }),
    ]);
    const { status, html } = await get(`/app/contents/${id}`);
    const text = textOf(html);
    expect(status).toBe(200);
    expect(text).toContain('40 clicks in 50 days, 100% of them private.');
    expect(text).toContain('Quiet for a month, it came back on 4 October , 100% of them from WhatsApp.');
    expect(html).toContain(`data-copy="http://sotto.test/${first.slug}"`);
    expect(text).toContain('first seen in Slack; WhatsApp link seen in Slack');
    const { html: french } = await get(`/app/contents/${id}?lang=fr`);
    expect(textOf(french)).toContain('dans Slack ; lien WhatsApp vu dans Slack');
    // Pressing one's own link would count as a click.
    expect(html).not.toContain(`href="http://sotto.test/${first.slug}`);
  });

  it('shows a content that nobody has clicked, made today, in French too', async () => {
    const links = [newLink({ channel: 'qr' })];
    const [link] = (await mintLinks(sotto.store, newContent({ createdAt: sotto.clock.now }), links)) ?? [];
    const { status, html } = await get(`/app/contents/${link?.contentId}?lang=fr`);
    expect(status).toBe(200);
    expect(textOf(html)).toContain('Personne n’a encore cliqué.');
    expect(textOf(html)).toContain('aujourd’hui.');
    expect(html).not.toContain('<figure');
  });

  it('names the only day of a chart, whose bar is no wider than that of a week', async () => {
    const made = await mintLinks(sotto.store, newContent({ createdAt: sotto.clock.now }), [newLink()]);
    const [link] = made ?? [];
    if (!link) throw new Error('not minted');
    await sotto.store.hits.append([hitOn(link, { at: sotto.clock.now })]);
    const { html } = await get(`/app/contents/${link.contentId}`);
    expect(/<text[^>]*y="217"[^>]*>(.*?)<\/text>/.exec(html)?.[1]).toMatch(/^\d+.Oct$/);
    expect(html.match(/<rect class="today"[^>]*>/g)).toEqual([expect.stringContaining('width="10.57%"')]);
  });

  it('says where a link does not lead on', async () => {
    const { id } = await make('Closed', [{ channel: 'email', expiresAt: sotto.clock.now - 1 }]);
    expect(textOf((await get(`/app/contents/${id}`)).html)).toContain('expired');
  });

  it('says when a link was used up, and when a link and the content were archived', async () => {
    const channels = ['whatsapp', 'slack', 'email'] as const;
    const { id, links } = await make(
      'Ended',
      channels.map((channel) => ({ channel, maxClicks: channel === 'slack' ? 1 : null })),
    );
    const [whatsapp, slack] = links;
    if (!whatsapp || !slack) throw new Error('not minted');
    expect(textOf((await get(`/app/contents/${id}`)).html)).not.toContain('link used up');
    const headers = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36' };
    for (let click = 0; click < 2; click++) await sotto.request(`/${slack.slug}`, { headers });
    await sotto.api('PATCH', `/links/${whatsapp.id}`, { archived: true });
    await sotto.api('PATCH', `/links/${whatsapp.id}`, { title: 'Later' });
    await sotto.api('PATCH', `/contents/${id}`, { archived: true });
    const life = textOf((await get(`/app/contents/${id}`)).html);
    expect(life).toContain('Slack link used up; WhatsApp link archived; content archived');
    const french = textOf((await get(`/app/links/${slack.id}?lang=fr`)).html);
    expect(french).toContain('Lien épuisé : Slack');
  });

  it('gives a link and its content the same age, and the year in which the link expires', async () => {
    // 41 dates, though not yet 41 times 24 hours.
    const createdAt = sotto.clock.now - 40 * DAY - 20 * HOUR;
    const expiresAt = Date.UTC(2031, 0, 5, 12);
    const content = newContent({ createdAt });
    const [link] = (await mintLinks(sotto.store, content, [newLink({ createdAt, expiresAt })])) ?? [];
    if (!link) throw new Error('not minted');
    await sotto.store.hits.append([hitOn(link, { at: createdAt })]);
    expect(textOf((await get(`/app/contents/${content.id}`)).html)).toMatch(
      /1 click in 41 days.* 41 days ago\./,
    );
    const ofLink = textOf((await get(`/app/links/${link.id}`)).html);
    expect(ofLink).toContain('1 click in 41 days, the last one 41 days ago.');
    expect(ofLink).toMatch(/Expires 5 Jan 2031/);
    await sotto.store.hits.append([hitOn(link, { at: sotto.clock.now })]);
    const later = textOf((await get(`/app/links/${link.id}`)).html);
    expect(later).toContain('1 click in 41 days, and 1 today so far; the last one');
    const ofContent = textOf((await get(`/app/contents/${content.id}`)).html);
    expect(ofContent).toContain('1 click in 41 days, through a private channel, and 1 today so far.');
  });

  it('counts what has come on its first day, which is not over', async () => {
    const minted = await mintLinks(sotto.store, newContent({ createdAt: sotto.clock.now }), [
      newLink({ channel: 'whatsapp' }),
      newLink({ channel: 'linkedin' }),
    ]);
    const hits = (minted ?? []).map((link) => hitOn(link, { at: sotto.clock.now }));
    await sotto.store.hits.append(hits);
    const { html } = await get(`/app/contents/${minted?.[0]?.contentId}`);
    expect(textOf(html)).toContain('2 clicks today so far, 1 of them through a private channel.');
  });

  it('shows a hostile title as text, also in the title of the window', async () => {
    const { id } = await make(HOSTILE);
    const { html } = await get(`/app/contents/${id}`);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('\u202e');
    expect(html).toContain('<title>&lt;/h1&gt;');
    expect(textOf(html)).not.toContain('x'.repeat(400));
  });

  it('answers 404 in words for an unknown content or link', async () => {
    for (const path of ['/app/contents/cnt_0', '/app/contents/%00', '/app/links/lnk_0/qr.svg']) {
      const { status, html } = await get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(html).toContain('Nothing here');
    }
  });

  it('draws a QR code whose scans count under a placement of their own', async () => {
    const { first } = await make('Poster');
    const { headers, html } = await get(`/app/links/${first.id}/qr.svg`);
    expect(headers.get('Content-Type')).toContain('image/svg+xml');
    expect(html).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="1024" height="1024" viewBox="0 0 \d+ \d+"/,
    );
    const { html: dark } = await get(`/app/links/${first.id}/qr.svg?color=%23f00&background=000`);
    expect(dark).toContain('Cameras could not read this');
  });

  it('has a place to add channels only for members who may', async () => {
    const { id } = await make('Editable');
    expect((await get(`/app/contents/${id}`, 'viewer')).html).not.toContain('Add channels');
    expect((await get(`/app/contents/${id}`, 'editor')).html).toContain('Add channels');
  });
});

describe('the lists of content and links', () => {
  it('go from page to page by clicks and by age, and show every row once', async () => {
    for (let at = 0; at < 25; at++) await make(`Listed ${at}`);
    for (const sort of ['clicks', 'newest']) {
      const titles: string[] = [];
      let address = `/app/contents?sort=${sort}&q=Listed`;
      for (let pages = 0; address !== '' && pages < 5; pages++) {
        const { html } = await get(address);
        titles.push(...[...html.matchAll(/<bdi>(Listed \d+)<\/bdi>/g)].map(([, title = '']) => title));
        const [, next = ''] = /href="([^"]+)" rel="next"/.exec(html) ?? [];
        address = next.replaceAll('&amp;', '&');
      }
      expect(titles.length, sort).toBe(25);
      expect(new Set(titles).size, sort).toBe(25);
    }
  });

  it('find, filter and say when nothing matches', async () => {
    const { first } = await make('Needle');
    expect((await get('/app/contents?q=needle')).html).toContain('<bdi>Needle</bdi>');
    expect(textOf((await get('/app/contents?q=nothing%20at%20all')).html)).toContain('Nothing matches.');
    expect((await get('/app/contents?tag=finance&q=needle')).html).toContain('<bdi>Needle</bdi>');
    expect((await get('/app/contents?channel=slack&q=needle')).html).toContain('<bdi>Needle</bdi>');
    expect(textOf((await get('/app/contents?channel=sms&q=needle')).html)).toContain('Nothing matches.');
    expect(textOf((await get('/app/contents?state=archived&q=needle')).html)).toContain('Nothing matches.');
    const links = (await get(`/app/links?q=${first.slug}`)).html;
    expect(textOf(links)).toContain(`sotto.test/ ${first.slug}`);
  });

  it.each(['after=1', 'after=0.0.0.x', 'sort=%27', 'channel=nobody', 'period=99', `q=${'y'.repeat(5_000)}`])(
    'answer for %s',
    async (query) => {
      expect((await get(`/app/contents?${query}`)).status).toBe(200);
      expect((await get(`/app/links?${query}`)).status).toBe(200);
    },
  );

  it('stay under 60 kB gzipped', async () => {
    expect(gzipSync((await get('/app/contents?period=90d')).html).length).toBeLessThan(60_000);
  });
});
