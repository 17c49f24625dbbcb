import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { CHANNEL_NAMES, CHANNELS, type Channel } from '../../../src/channels/registry.ts';
import { SHARED_PER_HOUR } from '../../../src/links/contents/content.ts';
import { parseCidr } from '../../../src/net/cidr.ts';
import { RECORDED_PER_NETWORK } from '../../../src/shares/share-limits.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, CHROME, ORIGIN, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const HOST = 'https://blog.example';
const NAVIGATION = {
  'User-Agent': CHROME,
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-User': '?1',
};

let sotto: Sotto;
beforeAll(async () => {
  const settings = { ...SETTINGS, shareOrigins: [HOST, 'http://localhost:3000'] };
  sotto = await assemble(await openRuntime(), { settings });
});
afterAll(() => sotto.close());

let networks = 0;
const peer = () => `198.51.${Math.floor(networks / 250)}.${(networks++ % 250) + 1}`;

/** Opens a share link as a person, unless the headers say otherwise. */
const press = (channel: string, query: Record<string, string>, headers = {}, from = peer()) =>
  sotto.request(`/share/${channel}?${new URLSearchParams(query)}`, {
    headers: { ...NAVIGATION, ...headers },
    peer: from,
  });

const rows = async (table: 'contents' | 'links' | 'shares' | 'share_presses') => {
  const [counted = []] = await sotto.engine.read([sql`SELECT count(*) AS n FROM ${sql.raw(table)}`]);
  return Number(counted[0]?.n);
};
const allRows = async () => Promise.all((['contents', 'links', 'shares'] as const).map(rows));

interface ContentAnswer {
  id: string;
  url: string;
  links: { id: string; channel: Channel; shortUrl: string; shareUrl: string | null }[];
}
const mint = async (fields: Record<string, unknown> = {}) => {
  const url = `https://pages.example/${unique()}`;
  const given = { url, title: 'A guide', channels: CHANNEL_NAMES, ...fields };
  return (await sotto.api<ContentAnswer>('POST', '/contents', given)).body;
};
const sharesOf = async ({ id }: { id: string }) => {
  const content = await sotto.store.contents.get(id);
  return sotto.store.shares.list({ contentRowId: content?.rowId ?? 0 }, { limit: 100, before: null });
};
const linkOf = (content: ContentAnswer, channel: Channel) =>
  content.links.find((link) => link.channel === channel);

describe('a share link', () => {
  it.each(CHANNEL_NAMES)('passes on the short link of %s', async (channel) => {
    const content = await mint();
    const { shareIntent } = CHANNELS[channel];
    const link = linkOf(content, channel);
    const answer = await press(channel, { content: content.id });
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    if (shareIntent) {
      expect(answer.status).toBe(302);
      expect(answer.headers.get('Location')).toBe(link?.shareUrl);
      expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer');
    } else {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`${link?.shortUrl}${channel === 'qr' ? '.qr' : ''}<`);
    }
    expect(await sharesOf(content)).toMatchObject([
      { linkId: link?.id, channel, code: null, generation: 0, source: 'link' },
    ]);
  });

  it('finds the content by the address of its page and by an external id', async () => {
    const externalId = unique();
    const content = await mint({ externalId });
    const byUrl = await press('whatsapp', { u: `${content.url}?utm_source=reader#comments` });
    const byId = await press('whatsapp', { content: `ext_${externalId}` });
    expect([byUrl, byId].map(({ headers }) => headers.get('Location'))).toEqual([
      linkOf(content, 'whatsapp')?.shareUrl,
      linkOf(content, 'whatsapp')?.shareUrl,
    ]);
    expect(await sharesOf(content)).toHaveLength(2);
  });

  it('puts its own text into the message, on one line, and never on a page', async () => {
    const content = await mint();
    const text = `Look\r\nat \u202Ethis${'!'.repeat(400)}`;
    const location = (await press('email', { content: content.id, t: text })).headers.get('Location') ?? '';
    const subject = decodeURIComponent(/subject=([^&]*)/.exec(location)?.[1] ?? '');
    expect(subject).toBe(`Look at this${'!'.repeat(280)}`.slice(0, 280));
    const page = await (await press('copy', { content: content.id, t: 'Call 555' })).text();
    expect(page).not.toContain('555');
    expect(page).toContain('A guide');
  });

  it('creates the link of a channel that a content does not have yet', async () => {
    const content = await mint({ channels: ['email'] });
    const before = await rows('links');
    await press('reddit', { content: content.id });
    await press('reddit', { content: content.id });
    expect(await rows('links')).toBe(before + 1);
  });

  it('counts the presses of one visitor in one channel within ten seconds once', async () => {
    const content = await mint();
    const from = peer();
    const again = (channel: string) => press(channel, { content: content.id }, {}, from);
    for (const channel of ['whatsapp', 'whatsapp', 'email']) await again(channel);
    expect(await sharesOf(content)).toHaveLength(2);
    sotto.clock.now += 10_001;
    await again('whatsapp');
    expect(await sharesOf(content)).toHaveLength(3);
  });

  it('knows no visitor who opted out, and not by whose link they came', async () => {
    const content = await mint();
    const stored = await sotto.store.contents.get(content.id);
    if (!stored) throw new Error('The content is missing');
    await sotto.store.contents.update(stored, { shareCodes: true });
    const parent = await press('copy', { content: content.id });
    const code = /\.([A-Za-z0-9]{7})</.exec(await parent.text())?.[1] ?? '';
    const before = await rows('share_presses');
    await press('copy', { content: content.id, from: code }, { 'Sec-GPC': '1' });
    expect(await rows('share_presses')).toBe(before);
    await press('copy', { content: content.id, from: code });
    const shares = await sharesOf(content);
    expect(shares.map(({ generation }) => generation)).toEqual([1, 0, 0]);
    expect(shares[0]?.parentRowId).toBe(shares[2]?.rowId);
    expect(new Set(shares.map((share) => share.code)).size).toBe(3);
  });

  it('leaves the operator’s own presses uncounted and still passes the link on', async () => {
    const content = await mint();
    const network = parseCidr('203.0.113.0/24');
    const settings = { ...SETTINGS, ownNetworks: network ? [network] : [] };
    const own = await assemble(sotto, { settings });
    const path = `/share/whatsapp?content=${content.id}`;
    const answer = await own.request(path, { headers: NAVIGATION, peer: '203.0.113.9' });
    expect(answer.status).toBe(302);
    expect(await sharesOf(content)).toEqual([]);
  });
});

describe('a page without a content', () => {
  it('gets one on a listed host, without what its first reader could choose', async () => {
    const path = unique();
    const answer = await press('whatsapp', {
      u: `http://blog.example/${path}/?utm_source=x&a=1&fbclid=2#top`,
    });
    expect(answer.status).toBe(302);
    const content = await sotto.store.contents.byKey(`${HOST}/${path}?a=1`);
    expect(content).toMatchObject({ url: `${HOST}/${path}/?a=1`, origin: 'share', title: null });
    const { body } = await sotto.api<{ data: { action: string; actor: { id: string } }[] }>(
      'GET',
      `/audit-entries?object=${content?.id}`,
    );
    expect(body.data).toMatchObject([{ action: 'content.create', actor: { id: 'share' } }]);
  });

  it('gets none anywhere else, whatever its address looks like', async () => {
    await mint({ url: 'https://github.example/our-page' });
    const before = await allRows();
    const addresses = [
      ...['https://pages.example/', 'https://github.example/others', 'https://evil.example/blog.example'],
      ...['//evil.example/', '//blog.example/x', '/\\evil.example', 'https:evil.example'],
      ...[
        'https://blog.example@evil.example/',
        'https://evil.example:x@blog.example/',
        'https://a@blog.example/',
      ],
      ...['https://blog.example.evil.example/', 'https://sub.blog.example/', 'https://blog.example./'],
      ...['https://blog.example:8443/', 'https://bl\u043eg.example/', 'https://xn--blg-hed.example/'],
      ...['https://blog\u3002example.evil.example/', 'https://blog.example%2eevil.example/'],
      ...['javascript:alert(1)//blog.example', 'data:text/html,blog.example', 'mailto:a@blog.example'],
      ...['https://localhost:3000/', 'http://localhost/', 'http://127.0.0.1:3000/', 'https://[::1]/'],
      ...[
        `${ORIGIN}/`,
        `${ORIGIN}/share/whatsapp?u=${HOST}/`,
        'java\nscript:x',
        'https://blog.example\n.evil/',
      ],
    ];
    for (const u of addresses) {
      const answer = await press('whatsapp', { u });
      expect([404], u).toContain(answer.status);
      expect(answer.headers.get('Location'), u).toBeNull();
    }
    expect(await allRows()).toEqual(before);
  });

  it('gets none on a host of this server, even if the list has it', async () => {
    const settings = { ...SETTINGS, shareOrigins: [ORIGIN, 'https://sotto.test'] };
    const careless = await assemble(sotto, { settings });
    const before = await allRows();
    for (const u of [`${ORIGIN}/`, `${ORIGIN}/share/copy?u=${HOST}`, 'https://sotto.test/page']) {
      const path = `/share/copy?${new URLSearchParams({ u })}`;
      const { status } = await careless.request(path, { headers: NAVIGATION, peer: peer() });
      expect(status, u).toBe(404);
    }
    expect(await allRows()).toEqual(before);
  });

  it('gets none on a blocked host', async () => {
    const { body } = await sotto.api<{ host: string }>('POST', '/blocked-hosts', { host: 'blog.example' });
    sotto.clock.now += 60_000;
    const before = await allRows();
    expect((await press('whatsapp', { u: `${HOST}/${unique()}` })).status).toBe(404);
    expect(await allRows()).toEqual(before);
    await sotto.api('DELETE', `/blocked-hosts/${body.host}`);
    sotto.clock.now += 60_000;
  });

  it('gets one at most a hundred times an hour, even at once and from many networks', async () => {
    sotto.clock.now += 3_600_001;
    const before = await rows('contents');
    const count = 300;
    const codes: number[] = [];
    for (let at = 0; at < count; at += 50) {
      const wave = Array.from({ length: 50 }, (_, index) =>
        press('whatsapp', { u: `${HOST}/post?x=${at + index}` }).then(({ status }) => codes.push(status)),
      );
      await Promise.all(wave);
    }
    expect(await rows('contents')).toBe(before + SHARED_PER_HOUR);
    expect(codes.filter((status) => status === 302)).toHaveLength(SHARED_PER_HOUR);
    expect(codes.filter((status) => status === 429)).toHaveLength(count - SHARED_PER_HOUR);
    // Known pages can still be shared.
    expect((await press('email', { u: `${HOST}/post?x=0` })).status).toBe(302);
    sotto.clock.now += 3_600_001;
    expect((await press('whatsapp', { u: `${HOST}/post?later` })).status).toBe(302);
  });

  it('leaves room for others, however many pages one network shares', async () => {
    sotto.clock.now += 3_600_001;
    const from = peer();
    const before = await rows('contents');
    for (let at = 0; at < 30; at++) await press('copy', { u: `${HOST}/one?x=${at}` }, {}, from);
    expect(await rows('contents')).toBe(before + 20);
    expect((await press('copy', { u: `${HOST}/other` })).status).toBe(200);
  });

  it('belongs to the team once the team uses it', async () => {
    const urls = [1, 2, 3].map(() => `${HOST}/${unique()}`);
    for (const u of urls) await press('copy', { u });
    const found = () => Promise.all(urls.map((url) => sotto.store.contents.byKey(url)));
    const [first, second, third] = await found();
    expect([first, second, third].map((content) => content?.origin)).toEqual(['share', 'share', 'share']);
    await sotto.api('POST', '/contents', { url: urls[0], channels: ['copy'] });
    await sotto.api('POST', '/links', { url: urls[1], channel: 'copy' });
    await sotto.api('PATCH', `/contents/${third?.id}`, { title: 'Ours' });
    expect((await found()).map((content) => content?.origin)).toEqual([null, null, null]);
  });
});

describe('programs', () => {
  const cases: [name: string, headers: Record<string, string>, method?: string][] = [
    [
      'a crawler',
      { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    ],
    ['a preview fetcher', { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
    ['curl', { 'User-Agent': 'curl/8.5.0' }],
    ['an Office program', { 'User-Agent': 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)' }],
    ['an empty agent', { 'User-Agent': '' }],
    ['an image', { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-User': '' }],
    ['a script', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-User': '' }],
    ['a hidden frame', { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-User': '' }],
    ['a legacy prefetch', { Purpose: 'prefetch' }],
    ['HEAD', {}, 'HEAD'],
  ];

  it.each(cases)(
    'get a page without a link, and nothing is written: %s',
    async (_name, headers, method = 'GET') => {
      const content = await mint({ channels: ['email'] });
      const before = await allRows();
      const own = { ...NAVIGATION, ...headers };
      for (const query of [`content=${content.id}`, `u=${HOST}/${unique()}`]) {
        for (const channel of ['whatsapp', 'copy']) {
          const answer = await sotto.request(`/share/${channel}?${query}`, { method, headers: own });
          expect(answer.status).toBe(200);
          expect(answer.headers.get('Location')).toBeNull();
          const text = await answer.text();
          expect(text).not.toContain(ORIGIN);
          expect(text === '').toBe(method === 'HEAD');
        }
      }
      expect(await allRows()).toEqual(before);
    },
  );

  it('are refused a prefetch that a browser would show later', async () => {
    const content = await mint();
    const answer = await press('whatsapp', { content: content.id }, { 'Sec-Purpose': 'prefetch;prerender' });
    expect([answer.status, await answer.text()]).toEqual([503, '']);
    expect(await sharesOf(content)).toEqual([]);
  });

  it('may say nothing about the navigation, as old browsers do', async () => {
    const content = await mint();
    const headers = { 'User-Agent': CHROME };
    const answer = await sotto.request(`/share/email?content=${content.id}`, { headers, peer: peer() });
    expect(answer.status).toBe(302);
    expect(await sharesOf(content)).toHaveLength(1);
  });
});

describe('strange requests', () => {
  beforeEach(() => {
    sotto.clock.now += 3_600_001;
  });

  it('are answered without a link', async () => {
    const content = await mint();
    const before = await allRows();
    const get = (path: string, method = 'GET') =>
      sotto.request(path, { method, headers: NAVIGATION }).then(({ status }) => status);
    const id = `content=${content.id}`;
    for (const path of ['/share', '/share/', '/share/toString', '/share/WhatsApp', '/share/whatsapp/x']) {
      expect(await get(`${path}?${id}`), path).toBe(404);
    }
    for (const query of [
      '',
      '?',
      '?content=',
      '?u=',
      `?${id}&u=${HOST}`,
      `?u=${HOST}/${'x'.repeat(12_000)}`,
    ]) {
      expect(await get(`/share/copy${query}`), query.slice(0, 50)).toBe(400);
    }
    for (const unknown of ['cnt_none', 'ext_', 'ext_%00', '../../etc/passwd', '%2F%2Fevil.example']) {
      expect(await get(`/share/copy?content=${unknown}`), unknown).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await get(`/share/copy?${id}`, method), method).toBe(405);
    }
    expect(await allRows()).toEqual(before);
  });

  it('of an archived content get no link', async () => {
    const content = await mint();
    await sotto.api('PATCH', `/contents/${content.id}`, { archived: true });
    expect((await press('copy', { content: content.id })).status).toBe(404);
  });

  it('never lead anywhere but to an app, with our own short link', async () => {
    const content = await mint();
    const evil = 'https://evil.example/';
    const query = { content: content.id, t: evil, url: evil, to: evil, next: evil, from: evil };
    for (const channel of CHANNEL_NAMES) {
      const location = (await press(channel, query)).headers.get('Location');
      if (location === null) continue;
      expect(new URL(location).host, location).not.toContain('evil');
      expect(location).toContain(encodeURIComponent(linkOf(content, channel)?.shortUrl ?? '?'));
    }
  });

  it('show a hostile title as text', async () => {
    const title = `</p><script>alert(1)</script>"'&`;
    const content = await mint({ title });
    const answer = await press('copy', { content: content.id });
    const page = await answer.text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*script-src 'sha256-/);
  });

  it('in their hundreds from one address store at most a hundred shares in ten minutes', async () => {
    const content = await mint();
    const from = peer();
    const before = await allRows();
    const presses = await rows('share_presses');
    for (let wave = 0; wave < 3; wave++) {
      const answers = Array.from({ length: 100 }, (_, index) =>
        press('whatsapp', { content: content.id }, { 'User-Agent': `${CHROME} x${wave}.${index}` }, from),
      );
      for (const { status } of await Promise.all(answers)) expect(status).toBe(302);
    }
    const [contents = 0, links = 0, shares = 0] = before;
    expect(await allRows()).toEqual([contents, links, shares + RECORDED_PER_NETWORK.max]);
    expect(await rows('share_presses')).toBe(presses + RECORDED_PER_NETWORK.max);
  });
});
