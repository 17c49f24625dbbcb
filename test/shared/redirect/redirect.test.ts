import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import { CHROME, type Sotto } from '../../support/runtimes/sotto.ts';

interface MintedLink {
  id: string;
  url: string;
  slug: string;
  shortUrl: string;
  clicks: number;
  turnedAway: number;
  lastClickAt: string | null;
}
type Row = Record<string, number | string | null>;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const destination = () => `https://pages.example/${unique()}`;

async function mint(fields: Record<string, unknown> = {}): Promise<MintedLink> {
  const { status, body } = await sotto.api<MintedLink>('POST', '/links', { url: destination(), ...fields });
  if (status !== 201) throw new Error(`not minted: ${JSON.stringify(body)}`);
  return body;
}

async function counts(link: MintedLink, groupBy = ''): Promise<{ data: Row[]; total: Row }> {
  const grouping = groupBy === '' ? '' : `&groupBy=${groupBy}`;
  const { body } = await sotto.api<{ data: Row[]; total: Row }>('GET', `/stats?linkId=${link.id}${grouping}`);
  return body;
}

describe('a short link', () => {
  it('redirects to its destination without being cached or indexed', async () => {
    const url = destination();
    const link = await mint({ url, utm: false });
    const response = await sotto.click(link.shortUrl);
    expect(response.status).toBe(302);
    expect(Object.fromEntries(response.headers)).toEqual({
      location: url,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    });
    expect(await response.text()).toBe('');
  });

  it('is counted before the answer is sent', async () => {
    const link = await mint();
    await sotto.click(link.shortUrl);
    expect((await counts(link)).total).toMatchObject({ hits: 1, clicks: 1 });
    const { body } = await sotto.api<MintedLink>('GET', `/links/${link.id}`);
    expect(body).toMatchObject({ clicks: 1, lastClickAt: new Date(sotto.clock.now).toISOString() });
  });

  it.each([301, 307, 308])(
    'answers %i when it was minted so, and is stored by no browser',
    async (statusCode) => {
      const link = await mint({ statusCode });
      const response = await sotto.click(link.shortUrl);
      expect(response.status).toBe(statusCode);
      expect(response.headers.get('cache-control')).toBe('private, no-store');
    },
  );

  it('keeps every byte of its destination, and only ever appends UTM to the query', async () => {
    const parts = fc.constantFrom(
      'a',
      'é',
      '%20',
      '~',
      '(',
      ')',
      "'",
      '+',
      '*',
      '%7E',
      '!',
      '$',
      ',',
      ';',
      '😀',
      '%C3%A9',
    );
    const text = fc.array(parts, { maxLength: 6 }).map((list) => list.join(''));
    const pair = fc.tuple(fc.constantFrom('id', 'sig', 'utm_source', 'UTM_medium', 'q'), text);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('https://例え.テスト', 'http://pages.example:8080', 'https://xn--bcher-kva.example'),
        text,
        fc.array(pair, { maxLength: 4 }),
        fc.option(text),
        async (origin, path, pairs, fragment) => {
          const query = pairs.map(([name, value]) => `${name}=${value}`).join('&');
          const hash = fragment === null ? '' : `#${fragment}`;
          const given = `${origin}/${unique()}/${path}${query ? `?${query}` : ''}${hash}`;
          const stored = new URL(given);
          const link = await mint({ url: given, channel: 'whatsapp' });
          const sent = (await sotto.click(link.shortUrl)).headers.get('location') ?? '';
          expect(sent).toBe(new URL(sent).href);
          const [beforeHash = ''] = stored.href.split('#');
          expect(sent.startsWith(beforeHash)).toBe(true);
          expect(sent.endsWith(stored.href.slice(beforeHash.length))).toBe(true);
          const names = [...new URL(sent).searchParams.keys()].map((name) => name.toLowerCase());
          for (const name of ['utm_source', 'utm_medium']) {
            const own = pairs.filter(([key]) => key.toLowerCase() === name).length;
            expect(names.filter((key) => key === name)).toHaveLength(Math.max(own, 1));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('adds the UTM of its channel, its campaign and its own values', async () => {
    const url = destination();
    const locationOf = async (fields: Record<string, unknown>) =>
      (await sotto.click((await mint({ url, ...fields })).shortUrl)).headers.get('location');
    expect(await locationOf({ channel: 'email', campaign: 'spring sale' })).toBe(
      `${url}?utm_source=email&utm_medium=email&utm_campaign=spring%20sale&utm_content=private`,
    );
    expect(await locationOf({ channel: 'x', utm: { source: 'feed', term: 'a&b' } })).toBe(
      `${url}?utm_source=feed&utm_medium=social&utm_term=a%26b`,
    );
    expect(await locationOf({ channel: 'qr' })).toBe(`${url}?utm_source=qr&utm_medium=link`);
  });

  it('forwards the visitor’s query only with forwardQuery, and never changes the destination', async () => {
    const url = `${destination()}?id=1`;
    const closed = await mint({ url, utm: false });
    const open = await mint({ url, utm: false, forwardQuery: true });
    const query = '?ref=a%20b&url=https://evil.example';
    expect((await sotto.click(closed.shortUrl + query)).headers.get('location')).toBe(url);
    expect((await sotto.click(open.shortUrl + query)).headers.get('location')).toBe(
      `${url}&${query.slice(1)}`,
    );
  });
});

describe('text that people and programs append', () => {
  it.each([
    '/',
    '.',
    ',',
    ';',
    ':',
    '!',
    ')',
    ']',
    '}',
    "'",
    '"',
    '»',
    '~',
    '*',
    '_',
    '%2E',
    ').',
    '.newsletter.',
    '*_',
  ])('as in %j is ignored', async (tail) => {
    const link = await mint();
    expect((await sotto.click(link.shortUrl + tail)).status).toBe(302);
  });

  it.each([
    ['.newsletter', 'newsletter'],
    ['.A-b_9', 'A-b_9'],
    ['%2Eletter/', 'letter'],
    ['.-bad', null],
    ['.a.b', null],
    [`.${'x'.repeat(33)}`, null],
  ])('as in %j is counted as the mark %j', async (tail, mark) => {
    const link = await mint();
    expect((await sotto.click(link.shortUrl + tail)).status).toBe(302);
    expect((await counts(link, 'mark')).data).toMatchObject([{ mark, clicks: 1 }]);
  });

  it('finds a slug in the one other case, and nothing below it', async () => {
    const slug = `Case${unique()}`;
    await mint({ slug });
    expect((await sotto.click(`/${slug.toUpperCase()}`)).status).toBe(302);
    expect((await sotto.click(`/${slug}/more`)).status).toBe(404);
    expect((await sotto.click('/%E0%A4%A')).status).toBe(404);
  });
});

describe('a visitor who cannot be redirected', () => {
  const HOUR = 3_600_000;
  const at = (ms: number) => new Date(sotto.clock.now + ms).toISOString();

  it.each([
    ['archived', 410, (link: MintedLink) => sotto.api('PATCH', `/links/${link.id}`, { archived: true })],
    ['blocked', 451, (link: MintedLink) => sotto.api('PATCH', `/links/${link.id}`, { blocked: true })],
    ['deleted', 410, (link: MintedLink) => sotto.api('DELETE', `/links/${link.id}`)],
    [
      'not started',
      404,
      (link: MintedLink) => sotto.api('PATCH', `/links/${link.id}`, { startsAt: at(HOUR) }),
    ],
    ['expired', 410, (link: MintedLink) => sotto.api('PATCH', `/links/${link.id}`, { expiresAt: at(-HOUR) })],
  ])(
    'because the link is %s gets %i, is no hit, and is counted as turned away',
    async (_, status, change) => {
      const link = await mint();
      await change(link);
      const response = await sotto.click(link.shortUrl, { 'Accept-Language': 'fr' });
      expect(response.status).toBe(status);
      expect(response.headers.get('location')).toBeNull();
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(await response.text()).toContain('lang="fr"');
      expect((await counts(link)).total.hits).toBe(0);
      const { status: found, body } = await sotto.api<MintedLink>('GET', `/links/${link.id}`);
      if (found === 200) expect(body.turnedAway).toBe(1);
    },
  );

  it('gets the same page for a link that has not started as for an unknown slug', async () => {
    const link = await mint({ startsAt: at(HOUR) });
    const [hidden, none] = [await sotto.click(link.shortUrl), await sotto.click(`/${unique()}`)];
    expect([hidden.status, await hidden.text()]).toEqual([none.status, await none.text()]);
    sotto.clock.now += HOUR;
    expect((await sotto.click(link.shortUrl)).status).toBe(302);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'by %s gets 405 with what is allowed',
    async (method) => {
      const link = await mint();
      const response = await sotto.request(link.shortUrl, { method, headers: { 'User-Agent': CHROME } });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect((await counts(link)).total.hits).toBe(0);
    },
  );
});

describe('a request with another method', () => {
  it.each([
    [307, 'POST'],
    [307, 'OPTIONS'],
    [307, 'PATCH'],
    [308, 'PUT'],
    [308, 'DELETE'],
  ])('is passed on by a link with %i: %s', async (statusCode, method) => {
    const link = await mint({ statusCode, maxClicks: 1 });
    const headers = { 'User-Agent': CHROME, 'Content-Type': 'application/json' };
    const body = method === 'OPTIONS' ? null : 'x'.repeat(100_000);
    const response = await sotto.request(link.shortUrl, { method, headers, body });
    expect(response.status).toBe(statusCode);
    expect(response.headers.get('location')).toMatch(/^https:\/\/pages\.example\//);
    expect((await counts(link)).total).toMatchObject({ hits: 1, bots: 1 });
    const { body: hits } = await sotto.api<{ data: Row[] }>('GET', `/hits?link=${link.id}`);
    expect(hits.data[0]).toMatchObject({ kind: 'bot', reason: 'method' });
    expect((await sotto.click(link.shortUrl)).status).toBe(statusCode); // it did not take the only click
  });
});

/** Searched for longer now and then: `VITE_AROUND_RUNS=20000`. */
const AROUND_RUNS = Number(import.meta.env.VITE_AROUND_RUNS ?? 200);

describe('what stands around a copied link', () => {
  const AROUND = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...' "<>(){}[]`*_~.,;:!?&=%+/-\u200b\u202e\ufeff«»“”。、'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 6,
  });

  it('never costs the visit, and never leads to another link', async () => {
    const link = await mint({ url: destination(), utm: false });
    const { body } = await sotto.api<{ url: string }>('GET', `/links/${link.id}`);
    await fc.assert(
      fc.asyncProperty(AROUND, AROUND, AROUND, async (before, after, query) => {
        // Letters would be part of another slug, a dot begins a mark, a slash another path, and a `+` asks for info.
        const ends = [before.replace(/[a-z\d]/gi, ''), after.replace(/[a-z\d./+]/gi, '')].map((text) =>
          encodeURIComponent(text.toWellFormed()),
        );
        const path = `/${ends[0]}${link.slug}${ends[1]}?${encodeURIComponent(query.toWellFormed())}`;
        const response = await sotto.click(path);
        expect([path, response.status, response.headers.get('location')]).toEqual([path, 302, body.url]);
      }),
      { numRuns: AROUND_RUNS },
    );
  });

  it('is a redirect or a page whatever it is', async () => {
    const link = await mint({ utm: false, forwardQuery: true });
    await fc.assert(
      fc.asyncProperty(AROUND, AROUND, async (before, after) => {
        const path = `/${before}${link.slug}${after}`.replace(/^\/+/, '/');
        const { status, headers } = await sotto.click(
          new URL(path.toWellFormed(), 'http://sotto.test').pathname,
        );
        expect([path, [200, 302, 404, 429].includes(status)]).toEqual([path, true]);
        const location = headers.get('location');
        expect([null, '/app', link.url]).toContain(location?.split('?')[0] ?? null);
      }),
      { numRuns: AROUND_RUNS },
    );
  });

  it('is taken as the query if the link passes queries on', async () => {
    const url = destination();
    const link = await mint({ url, utm: false, forwardQuery: true });
    for (const [added, query] of [
      ['&utm_source=news', 'utm_source=news'],
      ['%3Futm_source%3Dnews&b=2', 'utm_source=news&b=2'],
      ['&amp;a=1?b=2', 'a=1&b=2'],
      [';a=%23?b', 'a=%23&b'],
    ] as const) {
      const response = await sotto.click(`/${link.slug}${added}`);
      expect([added, response.headers.get('location')]).toEqual([added, `${url}?${query}`]);
    }
  });
});

describe('a link with a limit', () => {
  it('lets exactly as many people through, also concurrently, and takes no clicks for bots', async () => {
    const link = await mint({ maxClicks: 5 });
    for (const agent of [SLACKBOT, 'curl/8.5.0']) {
      expect((await sotto.click(link.shortUrl, { 'User-Agent': agent })).status).toBe(302);
    }
    const people = Array.from({ length: 40 }, (_, i) => sotto.click(link.shortUrl, {}, `198.51.100.${i}`));
    const answers = (await Promise.all(people)).map(({ status }) => status).sort();
    expect(answers).toEqual([...Array(5).fill(302), ...Array(35).fill(410)]);
    expect((await counts(link)).total).toMatchObject({ clicks: 5, previews: 1, bots: 1 });
    expect((await sotto.click(link.shortUrl, { 'User-Agent': SLACKBOT })).status).toBe(410);
  });
});

describe('the last click of a limited link', () => {
  // Over HTTPS, Chromium says how it navigates. A program with its User-Agent does not.
  const person = { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'none' };
  const visit = async ({ slug }: MintedLink, headers: Record<string, string>, peer: string) =>
    (await sotto.click(`https://sotto.test/${slug}`, headers, peer)).status;

  it('is left to people by visits that a sign flags', async () => {
    const link = await mint({ maxClicks: 1 });
    for (const peer of ['198.51.100.71', '198.51.100.72']) expect(await visit(link, {}, peer)).toBe(302);
    expect(await visit(link, person, '198.51.100.73')).toBe(302);
    expect(await visit(link, person, '198.51.100.74')).toBe(410);
    expect(await visit(link, {}, '198.51.100.75')).toBe(410);
  });

  it('is the only one that flagged visits do not take', async () => {
    const link = await mint({ maxClicks: 3 });
    const flagged = Array.from({ length: 10 }, (_, nth) => visit(link, {}, `198.51.100.${80 + nth}`));
    expect(new Set(await Promise.all(flagged))).toEqual(new Set([302]));
    expect(await visit(link, person, '198.51.100.91')).toBe(302);
    expect(await visit(link, person, '198.51.100.92')).toBe(410);
  });
});

describe('a prefetch', () => {
  it('is refused and counted, and the following click is a click', async () => {
    const link = await mint();
    const refused = await sotto.click(link.shortUrl, { 'Sec-Purpose': 'prefetch;prerender' });
    expect([refused.status, await refused.text()]).toEqual([503, '']);
    expect(refused.headers.get('cache-control')).toContain('no-store');
    expect((await sotto.click(link.shortUrl)).status).toBe(302);
    expect((await counts(link)).total).toMatchObject({ hits: 2, clicks: 1, prefetches: 1 });
  });

  it('of a link that does not redirect is refused without a hit', async () => {
    const link = await mint();
    await sotto.api('PATCH', `/links/${link.id}`, { archived: true });
    expect((await sotto.click(link.shortUrl, { 'Sec-Purpose': 'prefetch' })).status).toBe(503);
    expect((await counts(link)).total.hits).toBe(0);
  });

  it('with an old header is redirected', async () => {
    const link = await mint();
    expect((await sotto.click(link.shortUrl, { Purpose: 'prefetch' })).status).toBe(302);
    expect((await counts(link)).total).toMatchObject({ prefetches: 1, clicks: 0 });
  });
});

describe('the kind of a hit', () => {
  it('is preview with the app for a messenger’s fetcher', async () => {
    const link = await mint();
    await sotto.click(link.shortUrl, { 'User-Agent': SLACKBOT });
    expect((await counts(link, 'app')).data).toMatchObject([{ app: 'slack', previews: 1, clicks: 0 }]);
  });

  it('counts two people behind one address, and a double click once', async () => {
    const link = await mint();
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
    await sotto.click(link.shortUrl);
    await sotto.click(link.shortUrl);
    await sotto.click(link.shortUrl, { 'User-Agent': firefox });
    expect((await counts(link)).total).toMatchObject({ clicks: 2, repeats: 1, uniqueClicks: 2 });
  });

  it('is click without a visitor behind an undeclared proxy', async () => {
    const link = await mint();
    const forwarded = { 'X-Forwarded-For': '198.51.100.9' };
    for (let i = 0; i < 3; i++) await sotto.click(link.shortUrl, forwarded, '10.0.0.1');
    expect((await counts(link)).total).toMatchObject({ clicks: 3, anonymousClicks: 3, uniqueClicks: 0 });
  });

  it('is exactly one for every request', async () => {
    const link = await mint();
    const agents = fc.constantFrom(
      CHROME,
      SLACKBOT,
      'curl/8.5.0',
      '',
      'WhatsApp/2.23.20.0 A',
      'Googlebot/2.1',
    );
    const headers = fc.constantFrom(
      {},
      { 'Sec-Purpose': 'prefetch' },
      { 'Sec-Fetch-Dest': 'image' },
      { DNT: '1' },
    );
    const visit = fc.record({
      agent: agents,
      extra: headers,
      mark: fc.constantFrom('', '.letter', '.test'),
      head: fc.boolean(),
    });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(visit, async ({ agent, extra, mark, head }) => {
        const init = { method: head ? 'HEAD' : 'GET', headers: { 'User-Agent': agent, ...extra } };
        expect([302, 503]).toContain((await sotto.request(link.shortUrl + mark, init)).status);
        sent++;
        const { total } = await counts(link);
        const kinds = ['clicks', 'repeats', 'previews', 'prefetches', 'scanners', 'bots'];
        expect(kinds.reduce((sum, kind) => sum + Number(total[kind]), 0)).toBe(sent);
        expect(total.hits).toBe(sent);
      }),
      { numRuns: 60 },
    );
  });
});

it('robots.txt excludes what is not for crawlers', async () => {
  const response = await sotto.request('/robots.txt');
  expect(await response.text()).toBe(
    'User-agent: *\nDisallow: /app\nDisallow: /api\nDisallow: /share\nDisallow: /docs\n',
  );
});

it.each(['app', 'Share', 'privacy', 'docs', 'api', 'assets', 'healthz'])(
  'keeps the address /%s for pages, and answers it as no link where there is none yet',
  async (slug) => {
    const { status, body } = await sotto.api('POST', '/links', { url: destination(), slug });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '/slug' }] });
    expect((await sotto.click('/share/email')).status).toBe(400);
  },
);
