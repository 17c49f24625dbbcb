import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/language.ts';
import type { PreviewCard, RedirectLink } from '../../../src/links/link.ts';
import { previewCardPage } from '../../../src/visitor-pages/card.ts';
import { toResponse } from '../../../src/visitor-pages/http-reply.ts';
import { linkInfoPage } from '../../../src/visitor-pages/link-info-page.ts';
import { escapeHtml } from '../../../src/visitor-pages/page.ts';
import { passwordForm, readForm } from '../../../src/visitor-pages/password-form.ts';
import { TEXTS } from '../../../src/visitor-pages/texts.ts';
import { redirectLink } from '../../support/fixtures/records.ts';

const READER = { language: 'en', method: 'GET' } as const;
const SHORT = 'https://go.test/guide';
const LOCATION = 'https://pages.example/guide?a=1&b=2';
const NASTY = `"><script>alert('1')</script>&amp;<img src=x onerror=1>`;

const link = (changes: Partial<RedirectLink> = {}) =>
  redirectLink({ url: LOCATION, createdAt: Date.UTC(2026, 4, 12, 23, 30), ...changes });
const card = (
  fields: Partial<PreviewCard>,
  location = LOCATION,
  reader: Parameters<typeof previewCardPage>[0] = READER,
) =>
  toResponse(
    previewCardPage(reader, {
      link: link({ card: { title: null, description: null, image: null, ...fields } }),
      shortUrl: SHORT,
      location,
    }),
  );
const where = (
  changes: Partial<RedirectLink>,
  location: string | null = LOCATION,
  language: 'en' | 'fr' = 'en',
) =>
  toResponse(linkInfoPage({ language, method: 'GET' }, { link: link(changes), shortUrl: SHORT, location }));

/** The elements and attributes of a page, without its texts. */
const tagsOf = (page: string) => page.match(/<[^>]*>/g) ?? [];

describe('text in a page', () => {
  it('is never read as HTML, in an element or in an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

describe('the card', () => {
  it('says what the content says of itself, and that the short link is its address', async () => {
    const page = await card({
      title: 'The guide',
      description: 'All of it',
      image: 'https://i.example/1.png',
    }).text();
    for (const tag of [
      '<meta property="og:type" content="website">',
      `<meta property="og:url" content="${SHORT}">`,
      '<meta property="og:title" content="The guide">',
      '<meta property="og:description" content="All of it">',
      '<meta property="og:image" content="https://i.example/1.png">',
      '<meta name="twitter:card" content="summary_large_image">',
      '<meta name="description" content="All of it">',
      '<title>The guide</title>',
    ]) {
      expect(page).toContain(tag);
    }
  });

  it('leads a misjudged person on at once, and by a link they can see', async () => {
    const page = await card({ image: 'https://i.example/1.png' }).text();
    const escaped = LOCATION.replace('&', '&amp;');
    expect(page).toContain(`<meta http-equiv="refresh" content="0;url=${escaped}">`);
    expect(page).toContain(`<a class="go" href="${escaped}">Continue to pages.example</a>`);
  });

  it('of a picture alone is named by the host of the destination', async () => {
    const page = await card({ image: 'https://i.example/1.png' }).text();
    expect(page).toContain('<meta property="og:title" content="pages.example">');
    expect(page).not.toContain('og:description');
  });

  it('without a picture asks for a small one', async () => {
    const page = await card({ title: 'The guide', description: 'All of it' }).text();
    expect(page).toContain('<meta name="twitter:card" content="summary">');
    expect(page).not.toContain('og:image');
  });

  it('keeps its tags whatever its texts hold', async () => {
    const plain = await card({ title: 'a', description: 'b' }).text();
    const nasty = await card({ title: NASTY, description: NASTY }).text();
    const names = (page: string) => tagsOf(page).map((tag) => /^<[/!]?[\w]*/.exec(tag)?.[0]);
    expect(names(nasty)).toEqual(names(plain));
    expect(nasty).not.toContain('<script');
  });

  it('is no place for scripts, forms or frames', () => {
    const { headers } = card({ title: 'a', description: 'b' });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.has('referrer-policy')).toBe(false);
  });
});

describe('the page that says where a link goes', () => {
  it('names the host before anything else, then title, full address and day', async () => {
    const page = await where({ title: 'The guide' }).text();
    const order = [
      '<dd class="host">pages.example</dd>',
      '<bdi>The guide</bdi>',
      // Divided between its parameters, and not inside them.
      'a=<wbr>1<wbr>&amp;b=<wbr>2',
      '12 May 2026',
    ];
    const places = order.map((text) => page.indexOf(text));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(page).toContain('<time datetime="2026-05-12T23:30:00.000Z">');
  });

  it('writes the day in the language of the page', async () => {
    expect(await where({}, LOCATION, 'fr').text()).toContain('12 mai 2026');
    const first = { createdAt: Date.UTC(2026, 4, 1) };
    expect(await where(first, LOCATION, 'fr').text()).toContain('1er mai 2026');
  });

  it('leads on by the short link, so that whoever looked first is counted when they click', async () => {
    const page = await where({}).text();
    const report = `/abuse?link=${encodeURIComponent(SHORT)}`;
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([SHORT, report]);
  });

  it('shows a foreign alphabet as it is sent, not as it looks', async () => {
    expect(await where({}, new URL('https://аpple.example/').href).text()).toContain('xn--pple-43d.example');
  });

  it('tells neither destination nor title of a protected link', async () => {
    const page = await where({ title: 'The guide' }, null).text();
    expect(page).not.toMatch(/pages\.example|The guide/);
    expect(page).toContain(TEXTS.en.linkInfo.hidden);
    expect(page).toContain('12 May 2026');
  });

  it('keeps its tags whatever its texts hold', async () => {
    const page = await where({ title: NASTY }, 'https://x.example/?"<script>').text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('the form', () => {
  it.each(LANGUAGES)('asks for the password in %s, with a label', async (language) => {
    const answer = toResponse(passwordForm({ language, method: 'GET' }, false));
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toMatch(
      /<label for="password">[^<]+<\/label>\n<input id="password" name="password" type="password"/,
    );
    expect(page).toMatch(/autocomplete="current-password"/);
    expect(page).not.toContain('role="alert"');
  });

  it('announces that the password was wrong, and where', async () => {
    const answer = toResponse(passwordForm(READER, true));
    const page = await answer.text();
    expect(answer.status).toBe(403);
    expect(page).toMatch(/<p role="alert" id="failed">[^<]+<\/p>/);
    expect(page).toContain('aria-invalid="true" aria-describedby="failed"');
  });

  it('is sent to the address it was opened at, and its answer may lead anywhere', async () => {
    const answer = toResponse(passwordForm(READER, false));
    expect(answer.headers.get('content-security-policy')).not.toContain('form-action');
    expect(await answer.text()).toContain('<form method="post">');
  });

  it.each(LANGUAGES)('has a text for everything in %s', (language) => {
    const texts = JSON.stringify(TEXTS[language]);
    expect(texts).not.toMatch(/""|[<>]|&(?!\w+;)/);
  });
});

describe('a form that comes back', () => {
  const post = (body: BodyInit | null, type = 'application/x-www-form-urlencoded') =>
    readForm(
      new Request('https://go.test/guide', { method: 'POST', body, headers: { 'Content-Type': type } }),
    );

  it.each([
    ['password=open+sesame', 'open sesame'],
    ['password=caf%C3%A9%20%2B', 'café +'],
    ['a=1&password=x&password=y', 'x'],
    ['password', ''],
    ['', ''],
    ['a=1', ''],
    ['password=%FF', '\ufffd'],
  ])('as %s holds "%s"', async (body, password) => {
    expect(await post(body)).toEqual({ ok: true, password });
  });

  it('may say its charset', async () => {
    const type = 'Application/X-WWW-Form-Urlencoded; charset=UTF-8';
    expect(await post('password=x', type)).toEqual({ ok: true, password: 'x' });
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'as "%s" is not read',
    async (type) => {
      expect(await post('password=x', type)).toEqual({ ok: false, message: 'unsupported' });
    },
  );

  it('is read up to 4 kB and no further', async () => {
    const fits = `password=x&a=${'y'.repeat(4096 - 13)}`;
    expect(await post(fits)).toEqual({ ok: true, password: 'x' });
    expect(await post(`${fits}y`)).toEqual({ ok: false, message: 'too_large' });
  });

  it('without an end is left after 4 kB', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const request = new Request('https://go.test/guide', {
      method: 'POST',
      body: endless,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      ...{ duplex: 'half' },
    });
    expect(await readForm(request)).toEqual({ ok: false, message: 'too_large' });
    expect(sent).toBeLessThan(20_000);
  });
});
