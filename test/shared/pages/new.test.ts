import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openRuntime } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { REACH } from '../../support/fixtures/reach.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  const runtime = await openRuntime();
  sotto = await assemble(runtime, { outgoing: runtime.outgoing(REACH) });
});
afterAll(() => sotto.close());

const SAME_SITE = { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://sotto.test' };

async function ask(path: string, role: Role, init: RequestInit = {}) {
  const headers = { Cookie: `${COOKIE}=${await signIn(sotto.deps, role)}`, ...init.headers };
  const response = await sotto.request(path, { ...init, headers });
  return { status: response.status, to: response.headers.get('Location') ?? '', html: await response.text() };
}

const send = (
  fields: [string, string][],
  role: Role = 'editor',
  headers: Record<string, string> = SAME_SITE,
) => ask('/app/new', role, { method: 'POST', headers, body: new URLSearchParams(fields) });

const site = inject('pageServer');
const preview = (fields: [string, string][], lang = 'en') =>
  ask(`/app/new/preview?lang=${lang}`, 'editor', {
    method: 'POST',
    headers: SAME_SITE,
    body: new URLSearchParams([...fields, ['channels', 'slack']]),
  });
const fieldValue = (html: string, name: string) =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? null;

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const count = async () =>
  (await sotto.api<{ data: unknown[] }>('GET', '/contents?limit=100')).body.data.length;

describe('new links', () => {
  it('are made of one address, and shown whole on a page of their own', async () => {
    const made = await send([
      ['url', 'example.org/guide'],
      ['channels', 'whatsapp'],
      ['channels', 'qr'],
      ['slug', 'guide'],
      ['title', 'A <b>guide</b>'],
      ['tags', 'finance, , guide'],
    ]);
    expect(made.status).toBe(303);
    const { html } = await ask(made.to, 'editor');
    expect(textOf(html)).toContain('2 links are ready');
    expect(html).toContain('data-copy="http://sotto.test/guide-wa"');
    expect(html).toContain('WhatsApp\thttp://sotto.test/guide-wa\nQR code\thttp://sotto.test/guide-qr');
    expect(html).not.toContain('<b>guide</b>');
    const [, id = ''] = /\/app\/new\/(\w+)/.exec(made.to) ?? [];
    const { body } = await sotto.api('GET', `/contents/${id}`);
    expect(body).toMatchObject({
      url: 'https://example.org/guide',
      title: 'A <b>guide</b>',
      tags: ['finance', 'guide'],
    });
    const entries = await sotto.api<{ data: { actor: { type: string } }[] }>(
      'GET',
      '/audit-entries?action=content.create&limit=1',
    );
    expect(entries.body.data[0]?.actor.type).toBe('member');
  });

  it('are found again for a known address', async () => {
    const fields: [string, string][] = [
      ['url', 'https://example.org/again'],
      ['channels', 'slack'],
    ];
    const first = await send(fields);
    expect((await send([...fields, ['channels', 'email']])).to).toBe(first.to);
  });

  it.each([
    ['an address that is none', [['url', 'http://']], 'This is not the address of a web page'],
    ['an address of this server', [['url', 'http://sotto.test/x']], 'This address is on this server itself.'],
    ['a password', [['url', 'https://a:b@example.org/']], 'The address must not contain a user name'],
    ['no address', [['url', ' ']], 'This is not the address of a web page'],
    ['a script', [['url', 'javascript:alert(1)']], 'This is not the address of a web page'],
    [
      'a wrong slug',
      [
        ['url', 'https://example.org/s'],
        ['slug', '-x-'],
      ],
      'A slug must start with a letter or a digit.',
    ],
    [
      'a long title',
      [
        ['url', 'https://example.org/t'],
        ['title', 'y'.repeat(301)],
      ],
      'At most 300 characters.',
    ],
    [
      'too many tags',
      [
        ['url', 'https://example.org/u'],
        ['tags', 'abcdefghijklmnopqrstu'.split('').join()],
      ],
      'At most 20 tags.',
    ],
  ] as [string, [string, string][], string][])(
    'are refused for %s, at the field, and keep what was entered',
    async (_, fields, sentence) => {
      const before = await count();
      const { status, html } = await send([
        ...fields,
        ['channels', 'slack'],
        ['campaign', 'kept "campaign"'],
      ]);
      expect(status).toBe(422);
      expect(textOf(html).split(sentence), 'said once').toHaveLength(2);
      expect(html).toContain('<p class="status bad" role="alert">');
      expect(html).toContain('aria-invalid="true"');
      expect(html).toContain('value="kept &quot;campaign&quot;"');
      expect(await count()).toBe(before);
    },
  );

  it('need a channel, and a slug that is free', async () => {
    expect(textOf((await send([['url', 'https://example.org/none']])).html)).toContain(
      'Choose at least one channel.',
    );
    const taken: [string, string][] = [
      ['channels', 'slack'],
      ['slug', 'taken'],
    ];
    await send([['url', 'https://example.org/one'], ...taken]);
    const { html } = await send([['url', 'https://example.org/two'], ...taken]);
    expect(textOf(html)).toContain('This slug is taken: “taken-slack” exists.');
  });

  it('are for editors, and not for forms of other sites', async () => {
    const before = await count();
    const fields: [string, string][] = [
      ['url', 'https://example.org/foreign'],
      ['channels', 'slack'],
    ];
    expect((await send(fields, 'viewer')).status).toBe(403);
    expect(
      (await send(fields, 'admin', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }))
        .status,
    ).toBe(403);
    expect((await ask('/app/new', 'viewer')).status).toBe(403);
    expect((await ask('/app', 'viewer')).html).not.toContain('/app/new');
    expect(await count()).toBe(before);
  });

  it('begin with the address that comes along', async () => {
    const { html } = await ask('/app/new?url=https%3A%2F%2Fexample.org%2F%22%3E', 'editor');
    expect(html).toContain('value="https://example.org/&quot;&gt;"');
    expect(html.match(/checked=""/g)).toHaveLength(4);
  });
});

describe('the preview', () => {
  it('shows what would be made, and makes nothing', async () => {
    const before = await count();
    const { status, html } = await preview([
      ['url', 'https://example.org/preview'],
      ['slug', 'preview'],
      ['title', 'A <i>title</i>'],
      ['channels', 'email'],
      ['live', '1'],
    ]);
    expect(status).toBe(200);
    const text = textOf(html);
    expect(text).toContain('sotto.test/ preview-slack');
    expect(text).toContain('Make 2 links');
    expect(html).toContain('A &lt;i&gt;title&lt;/i&gt;');
    expect(await count()).toBe(before);
  });

  it('shows the links of a known page, and what is added', async () => {
    const url = 'https://example.org/known';
    await send([
      ['url', url],
      ['channels', 'slack'],
      ['slug', 'known'],
    ]);
    const { html } = await preview([
      ['url', `${url}?fbclid=1`],
      ['channels', 'email'],
      ['live', '1'],
    ]);
    expect(textOf(html)).toContain('This page is known. 1 link stays as it is, 1 is added:');
    expect(textOf(html)).toContain('sotto.test/ known-slack exists already');
  });

  it('promises no links and no card for what is not an address of the web', async () => {
    const { html } = await preview([['url', 'ftp://example.org/']]);
    const will = html.slice(html.indexOf('<aside'), html.indexOf('</aside>'));
    expect(will).toContain('class="err"');
    expect(will).not.toMatch(/card-preview|class="(short|future)"/);
  });

  it('says in French what is wrong', async () => {
    await send([
      ['url', 'https://example.org/pris'],
      ['channels', 'slack'],
      ['slug', 'pris'],
    ]);
    const wrong: [[string, string], string][] = [
      [['slug', 'pris'], 'Cette fin de lien est déjà prise'],
      [['slug', 'été'], 'Une fin de lien ne contient que des lettres de a à z'],
      [['title', 'y'.repeat(301)], '300 caractères au plus.'],
      [['image', 'nowhere'], 'Ce n’est pas l’adresse d’une page'],
      [['domain', 'other.example'], 'Ce n’est pas l’un de vos domaines.'],
    ];
    for (const [field, sentence] of wrong) {
      const { html } = await preview([['url', 'https://example.org/autre'], ['live', '1'], field], 'fr');
      expect(textOf(html), field[1]).toContain(sentence);
    }
  });

  it('fills in what the page says, once, and shows its image', async () => {
    const url = `${site}/page`;
    const first = await preview([['url', url]]);
    expect(fieldValue(first.html, 'title')).toBe('The &quot;guide&quot; &amp; more');
    expect(first.html).toContain('What it is about.');
    expect(first.html).toContain('<img src="data:image/png;base64,');
    // The page is not read again for the same address, and what was written since stays.
    const again = await preview([
      ['url', url],
      ['title', ''],
      ['read', fieldValue(first.html, 'read') ?? ''],
    ]);
    expect(fieldValue(again.html, 'title')).toBe('');
    // Another address replaces what the first one said, but not what a member has written.
    const other = await preview([
      ['url', `${site}/title`],
      ['title', 'The "guide" & more'],
      ['readTitle', 'The "guide" & more'],
      ['description', 'My own words'],
      ['readDescription', 'What it is about.'],
      ['read', url],
    ]);
    expect(fieldValue(other.html, 'title')).toBe('Only a &lt;title&gt;');
    expect(other.html).toContain('My own words');
  });

  it('requests nothing with each key, for an address that comes along, or when links are made', async () => {
    let requests = 0;
    const outgoing: NonNullable<Sotto['deps']['outgoing']> = (...given) => {
      requests += 1;
      return sotto.outgoing(REACH)(...given);
    };
    const counted = await assemble(sotto, { outgoing });
    const headers = { Cookie: `${COOKIE}=${await signIn(counted.deps, 'editor')}`, ...SAME_SITE };
    const url = `${site}/title`;
    const body = (more: Record<string, string>) => new URLSearchParams({ url, channels: 'slack', ...more });
    await counted.request(`/app/new?url=${encodeURIComponent(url)}`, { headers });
    await counted.request('/app/new/preview', { method: 'POST', headers, body: body({ live: '1' }) });
    await counted.request('/app/new', { method: 'POST', headers, body: body({ title: 'x' }) });
    await counted.request('/app/new/list', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ list: url }),
    });
    expect(requests).toBe(0);
    await counted.request('/app/new/preview', { method: 'POST', headers, body: body({}) });
    expect(requests).toBe(1);
  });

  it('says why a page was not read, and never asks without the setting', async () => {
    expect((await preview([['url', 'http://127.0.0.2/']])).html).toContain('data-trouble="refused"');
    expect((await preview([['url', `${site}/pdf`]])).html).toContain('(application/pdf)');
    const off = await assemble(sotto);
    const headers = { Cookie: `${COOKIE}=${await signIn(off.deps, 'editor')}`, ...SAME_SITE };
    const body = new URLSearchParams({ url: `${site}/page`, channels: 'slack' });
    const html = await (await off.request('/app/new/preview', { method: 'POST', headers, body })).text();
    expect(fieldValue(html, 'title')).toBe('');
    expect(html).toContain('This server requests no pages');
  });
});

describe('what leads to new links', () => {
  it('is a share menu, which may give the address within a text', async () => {
    const shared = async (query: Record<string, string>) => {
      const { html } = await ask(`/app/new?${new URLSearchParams(query)}`, 'editor');
      return [fieldValue(html, 'url'), fieldValue(html, 'title')];
    };
    expect(await shared({ title: 'A page', text: 'https://example.org/a' })).toEqual([
      'https://example.org/a',
      'A page',
    ]);
    expect(await shared({ text: 'Look: https://example.org/b?x=1 !' })).toEqual([
      'https://example.org/b?x=1',
      '',
    ]);
    expect(await shared({ title: 'https://example.org/c' })).toEqual(['https://example.org/c', '']);
    expect(await shared({ url: 'https://example.org/d', text: 'other https://example.org/e' })).toEqual([
      'https://example.org/d',
      '',
    ]);
  });

  it('is an installed app, whose manifest and share target are served to everybody', async () => {
    const response = await sotto.request('/app/manifest.webmanifest?lang=fr');
    expect(response.headers.get('Content-Type')).toBe('application/manifest+json');
    expect(await response.json()).toMatchObject({
      id: '/app',
      lang: 'fr',
      scope: '/app',
      share_target: { action: '/app/new', method: 'GET', params: { url: 'url', text: 'text' } },
    });
    const { html } = await ask('/app?lang=fr', 'viewer');
    expect(html).toContain('<link rel="manifest" href="/app/manifest.webmanifest?lang=fr"/>');
  });

  it('is a bookmark, which puts nothing into the pages where it is used', async () => {
    const { html } = await ask('/app/new/browser', 'editor');
    const [, href = ''] = /href="(javascript:[^"]+)"/.exec(html) ?? [];
    const code = decodeURIComponent(href.replace('javascript:', '').replaceAll('&#39;', "'"));
    expect(code).toContain("open('http://sotto.test/app/new?'");
    expect(code).not.toMatch(/createElement|innerHTML|fetch|import/);
    expect((await ask('/app/new/browser', 'viewer')).status).toBe(403);
  });
});

describe('links that are ready', () => {
  it('are copied as text, table, Markdown and CSV', async () => {
    const { to } = await send([
      ['url', 'https://example.org/ready'],
      ['title', '=1+1'],
      ['channels', 'slack'],
      ['channels', 'email'],
      ['slug', 'ready'],
    ]);
    const { html } = await ask(to, 'editor');
    expect(html).toContain(
      'data-copy="Email\thttp://sotto.test/ready-mail\nSlack\thttp://sotto.test/ready-slack"',
    );
    expect(html).toContain('Email: http://sotto.test/ready-mail\nSlack: http://sotto.test/ready-slack</pre>');
    expect(html).toContain('- [Slack](http://sotto.test/ready-slack)');
    expect(html).toContain('data-share="http://sotto.test/ready-slack"');
    const response = await sotto.request(`${to}/links.csv?lang=fr`, {
      headers: { Cookie: `${COOKIE}=${await signIn(sotto.deps, 'viewer')}` },
    });
    expect(response.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="sotto-links-[\d-]+\.csv"$/,
    );
    expect((await response.text()).split('\r\n').slice(0, 2)).toEqual([
      '"Adresse","Titre","Canal","Lien court"',
      `"https://example.org/ready","'=1+1","E-mail","http://sotto.test/ready-mail"`,
    ]);
  });
});
