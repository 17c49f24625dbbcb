import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import { ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

interface Content {
  id: string;
  links: { id: string; channel: string; shortUrl: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const make = async (channels: string[]) =>
  (await sotto.api<Content>('POST', '/contents', { url: `https://pages.example/${unique()}`, channels }))
    .body;
const embed = async (id: string, query = '') =>
  (await sotto.api<{ html: string }>('GET', `/contents/${id}/embed?${query}`)).body.html;

it('has one plain link for each channel of the content, the share menu, and the script', async () => {
  const { id, links } = await make(['email', 'whatsapp', 'copy', 'qr']);
  const short = links.find(({ channel }) => channel === 'copy')?.shortUrl;
  const share = (channel: string) => `${ORIGIN}/share/${channel}?content=${id}`;
  expect(await embed(id)).toBe(`<sotto-share content="${id}" lang="en">
  <a data-channel="whatsapp" href="${share('whatsapp')}" target="_blank" rel="noopener nofollow">WhatsApp</a>
  <a data-channel="email" href="${share('email')}" rel="noopener nofollow">Email</a>
  <a data-channel="copy" data-link="${short}" href="${share('copy')}" target="_blank" rel="noopener nofollow">Copy link</a>
  <a data-channel="native" href="${share('native')}" target="_blank" rel="noopener nofollow">More</a>
</sotto-share>
<script async src="${ORIGIN}/assets/v1/share.js"></script>
`);
});

it('shows the channels, the language and the look that were asked for', async () => {
  const { id } = await make(['copy']);
  const html = await embed(id, 'channel=linkedin,email&look=menu&lang=fr&key=pk_abc&copiedText=true');
  expect(html).toContain(`<sotto-share content="${id}" lang="fr" look="menu" pk="pk_abc" copied-text>`);
  expect([...html.matchAll(/data-channel="(\w+)"/g)].map(([, name]) => name)).toEqual(['linkedin', 'email']);
  expect(html).toContain('>E-mail</a>');
});

it('passes on no link that does not lead everybody to the page, and creates none', async () => {
  const { id, links } = await make(['copy']);
  await sotto.api('PATCH', `/links/${links[0]?.id}`, { archived: true });
  expect(await embed(id, 'channel=copy')).not.toContain('data-link');
  const { body } = await sotto.api<{ data: unknown[] }>('GET', `/links?contentId=${id}&archived=any`);
  expect(body.data).toHaveLength(1);
});

it('refuses a key that is not publishable', async () => {
  const { id } = await make(['copy']);
  const { status, body } = await sotto.api('GET', `/contents/${id}/embed?key=sotto_key_1&look=big`);
  expect([status, body]).toMatchObject([422, { errors: [{ pointer: '?look' }, { pointer: '?key' }] }]);
});
