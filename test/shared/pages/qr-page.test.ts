import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { logoOf } from '../../support/fixtures/logo.ts';
import { unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const LOGO = logoOf(40, 40);
const RED = [220, 38, 38];

let sotto: Sotto;
let page: string;
beforeAll(async () => {
  sotto = await open();
  const given = { url: `https://pages.example/${unique()}`, title: 'Poster', channels: ['qr'] };
  const { body } = await sotto.api<{ id: string }>('POST', '/contents', given);
  page = `/app/contents/${body.id}/qr`;
});
afterAll(() => sotto.close());

const fileOf = (url: string) =>
  new File([Uint8Array.from(atob(url.split(',')[1] ?? ''), (char) => char.charCodeAt(0))], 'logo.png');

interface Sent {
  role?: Role;
  query?: string;
  site?: string;
}

/** Sends the form of the page, as a browser without JavaScript does. */
async function send(
  fields: Record<string, string | File>,
  { role = 'viewer', query = '', site = 'same-origin' }: Sent = {},
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const cookie = await signIn(sotto.deps, role);
  return sotto.request(`${page}/design${query}`, {
    method: 'POST',
    body,
    headers: { Cookie: `${COOKIE}=${cookie}`, 'Sec-Fetch-Site': site },
  });
}

const hiddenLogo = (html: string) => /name="kept" value="([^"]+)"/.exec(html)?.[1];

it('draws the code with the logo of a member, keeps both for the next form, and stores nothing', async () => {
  const answer = await send({ color: '#0f4eb9', background: '', logo: fileOf(LOGO) });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  const [, shown = ''] = /src="data:image\/svg\+xml,([^"]+)"/.exec(html) ?? [];
  expect(decodeURIComponent(shown)).toContain(`href="${LOGO}"`);
  expect(decodeURIComponent(shown)).toContain('fill="#0f4eb9"');
  expect(hiddenLogo(html)).toBe(LOGO);
  expect(html).toContain('value="#0f4eb9"');
  // Another color, and no new file.
  const again = await (await send({ color: '#14532d', logo: new File([], ''), kept: LOGO })).text();
  expect(hiddenLogo(again)).toBe(LOGO);
  expect(again).toContain('%2314532d');
  const cookie = await signIn(sotto.deps, 'viewer');
  const plain = await sotto.request(page, { headers: { Cookie: `${COOKIE}=${cookie}` } });
  expect(await plain.text()).not.toContain('data:image');
});

it('gives the files to download, with the logo in the middle', async () => {
  const png = await send({ kept: LOGO, format: 'png' });
  expect(png.headers.get('Content-Disposition')).toMatch(/^attachment; filename="[\w-]+\.png"$/);
  const { data, width, channels } = decode(await png.arrayBuffer());
  const middle = channels * ((width / 2) * width + width / 2);
  expect([...data.subarray(middle, middle + 3)]).toEqual(RED);
  const svg = await send({ kept: LOGO, format: 'svg' });
  expect(svg.headers.get('Content-Type')).toContain('image/svg+xml');
  expect(await svg.text()).toContain(`href="${LOGO}"`);
});

it.each([
  ['a text', new File(['<svg/>'], 'logo.svg'), 'is not a PNG picture', 'n’est pas une image PNG'],
  ['a large picture', fileOf(logoOf(513, 1)), 'has too many pixels', 'a trop de pixels'],
  ['a large file', new File([new Uint8Array(40_000)], 'logo.png'), 'is too large', 'est trop lourd'],
  ['a huge file', new File([new Uint8Array(5_000_000)], 'logo.png'), 'is too large', 'est trop lourd'],
])(
  'says what is wrong with %s, in the language of the member, and loses nothing',
  async (what, logo, en, fr) => {
    const fields = { color: '#0f4eb9', kept: LOGO, logo };
    const [english, french] = [await send(fields), await send(fields, { query: '?lang=fr' })];
    expect([english.status, french.status]).toEqual([422, 422]);
    const html = await english.text();
    expect(html).toMatch(new RegExp(`id="qr-logo-problem" role="alert">[^<]*${en}`));
    expect(await french.text()).toMatch(new RegExp(`id="qr-logo-problem" role="alert">[^<]*${fr}`));
    // Of a form of many megabytes nothing is read.
    if (what === 'a huge file') return;
    expect(html).toContain('value="#0f4eb9"');
    expect(hiddenLogo(html)).toBe(LOGO);
  },
);

it('says what is wrong with a color, and keeps the logo', async () => {
  const answer = await send({ color: '#ffff00', logo: fileOf(LOGO), format: 'png' });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('Cameras could not read this');
  expect(html).toContain('value="#ffff00"');
  expect(hiddenLogo(html)).toBe(LOGO);
});

it('has colors alone in its address, in the language that was chosen', async () => {
  const fields = { color: '#0f4eb9', background: '#fff', logo: new File([], '') };
  const colored = await send(fields, { query: '?lang=fr' });
  expect(colored.status).toBe(303);
  expect(colored.headers.get('Location')).toBe(`${page}?lang=fr&color=%230f4eb9&background=%23ffffff`);
  const removed = await send({ ...fields, kept: LOGO, remove: '1' });
  expect(removed.headers.get('Location')).toBe(`${page}?color=%230f4eb9&background=%23ffffff`);
});

it('takes no form of another site, and none that is no form', async () => {
  expect((await send({ kept: LOGO, format: 'png' }, { site: 'cross-site' })).status).toBe(403);
  const cookie = await signIn(sotto.deps, 'viewer');
  const headers = {
    Cookie: `${COOKIE}=${cookie}`,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'text/plain',
  };
  const other = await sotto.request(`${page}/design`, { method: 'POST', body: LOGO, headers });
  expect([other.status, other.headers.get('Location')]).toEqual([
    303,
    `${page}?color=%23000000&background=%23ffffff`,
  ]);
});
