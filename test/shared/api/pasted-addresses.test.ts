/** Addresses as people copy them out of chats and documents: with white space and invisible characters around them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;

describe.each([
  ['a space', ' '],
  ['a line break', '\r\n'],
  ['a no-break space', '\u00a0'],
  ['a zero-width space', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['a direction mark', '\u200e'],
  ['a word joiner', '\u2060'],
])('with %s around it', (_, odd) => {
  const pasted = (text: string) => `${odd}${text}${odd}`;

  it('an address works in every field', async () => {
    const url = page();
    const link = await sotto.api<LinkJson>('POST', '/links', {
      url: pasted(url),
      expiredUrl: pasted(page()),
    });
    expect([link.status, link.body.url]).toEqual([201, url]);
    const content = await sotto.api<{ url: string; image: string }>('POST', '/contents', {
      ...{ url: pasted(page()), image: pasted(`${url}.png`), channels: [] },
    });
    expect([content.status, content.body.image]).toEqual([201, `${url}.png`]);
    const query = new URLSearchParams({ url: pasted(url) });
    for (const list of ['/links', '/contents']) {
      expect((await sotto.api<{ data: object[] }>('GET', `${list}?${query}`)).body.data).toHaveLength(1);
    }
    const found = new URLSearchParams({ shortUrl: pasted(link.body.shortUrl) });
    const { body } = await sotto.api<{ data: LinkJson[] }>('GET', `/links?${found}`);
    expect(body.data.map(({ id }) => id)).toEqual([link.body.id]);
  });

  it('the name of a host works in every field', async () => {
    const domain = `${unique()}.example`;
    const added = await sotto.api('POST', '/domains', { domain: pasted(domain), rootUrl: pasted(page()) });
    expect([added.status, added.body]).toMatchObject([201, { domain }]);
    const host = `bad-${domain}`;
    const blocked = await sotto.api('POST', '/blocked-hosts', { host: pasted(host) });
    expect([blocked.status, blocked.body]).toMatchObject([201, { host }]);
    const link = await sotto.api('POST', '/links', { url: page(), domain: pasted(`https://${domain}/`) });
    expect([link.status, link.body]).toMatchObject([201, { domain }]);
  });
});
