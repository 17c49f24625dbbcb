import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
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
    ['no address', [['url', ' ']], 'This is not the address of a web page'],
    ['a script', [['url', 'javascript:alert(1)']], 'This is not the address of a web page'],
    [
      'a wrong slug',
      [
        ['url', 'https://example.org/s'],
        ['slug', '-x-'],
      ],
      'A slug has letters',
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
      expect(textOf(html)).toContain(sentence);
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
    expect(textOf(html)).toContain('This slug is taken.');
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
