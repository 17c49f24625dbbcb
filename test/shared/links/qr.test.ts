import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Scope } from '../../../src/keys/scope.ts';
import { createCaller } from '../../support/api/caller.ts';
import { logoOf } from '../../support/fixtures/logo.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Content {
  id: string;
  url: string;
  links: { id: string; channel: string; slug: string; shortUrl: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

async function send(
  path: string,
  { scopes = ['links:write'], ...init }: RequestInit & { scopes?: Scope[] } = {},
) {
  const key = await createCaller(sotto, []).keyWith(scopes);
  const headers = {
    Authorization: `Bearer ${key}`,
    ...(init.body !== undefined && { 'Content-Type': 'application/json' }),
    ...init.headers,
  };
  return sotto.request(`/api/v1${path}`, { ...init, headers });
}

const make = async (channels: string[]) =>
  (await sotto.api<Content>('POST', '/contents', { url: `https://pages.example/${unique()}`, channels }))
    .body;
const qrLinks = async (id: string) => {
  const { body } = await sotto.api<{ data: Content['links'] }>('GET', `/links?contentId=${id}&channel=qr`);
  return body.data;
};
const problemOf = async (response: Response) => {
  const { status, code, errors } = await response.json<{ status: number; code: string; errors?: unknown }>();
  return { status, code, errors };
};

describe('the code of a link', () => {
  it('is an SVG or a PNG picture, as the query or the header asks', async () => {
    const { links } = await make(['slack']);
    const path = `/links/${links[0]?.id}/qr`;
    const types = [
      await send(path),
      await send(`${path}?format=png`),
      await send(path, { headers: { Accept: 'image/png' } }),
      await send(`${path}?format=svg`, { headers: { Accept: 'image/png' } }),
    ].map(({ headers }) => headers.get('Content-Type'));
    expect(types).toEqual(['image/svg+xml', 'image/png', 'image/png', 'image/svg+xml']);
    expect((await send(path, { headers: { Accept: 'text/html' } })).status).toBe(406);
  });

  it('has the size and margin that were asked for', async () => {
    const { links } = await make(['slack']);
    const answer = await send(
      `/links/${links[0]?.id}/qr?format=png&size=300&margin=2&color=0f4eb9&background=%23fff`,
    );
    const png = decode(await answer.arrayBuffer(), { checkCrc: true });
    expect([png.width, png.height, png.palette]).toEqual([
      300,
      300,
      [
        [255, 255, 255],
        [15, 78, 185],
      ],
    ]);
  });

  it('is refused with the name of each wrong field', async () => {
    const { links } = await make(['slack']);
    const path = `/links/${links[0]?.id}/qr`;
    const pointers = async (response: Response) => {
      const { status, errors } = await problemOf(response);
      return [status, ...(errors as { pointer: string }[]).map(({ pointer }) => pointer)];
    };
    const query = 'format=gif&size=4096&margin=-1&errorCorrection=X&color=blue&background=';
    const names = ['format', 'size', 'margin', 'errorCorrection', 'color', 'background'];
    expect((await pointers(await send(`${path}?${query}`))).toSorted()).toEqual(
      [422, ...names.map((name) => `?${name}`)].toSorted(),
    );
    expect(await pointers(await send(`${path}?color=ffff00`))).toEqual([422, '?color']);
    expect(await pointers(await send(`${path}?size=64&margin=16`))).toEqual([422, '?size']);
    const post = (body: unknown) => send(path, { method: 'POST', body: JSON.stringify(body) });
    expect(await pointers(await post({ logo: 'https://example.com/logo.png' }))).toEqual([422, '/logo']);
    expect(await pointers(await post({ color: '#ff0', logo: logoOf(8, 8) }))).toEqual([422, '/color']);
  });

  it('has a logo in the middle if one is sent, in both formats', async () => {
    const { links } = await make(['slack']);
    const path = `/links/${links[0]?.id}/qr`;
    const logo = logoOf(8, 8);
    const post = (body: unknown) =>
      send(path, { scopes: ['links:read'], method: 'POST', body: JSON.stringify(body) });
    expect(await (await post({ logo })).text()).toContain(logo);
    const png = decode(await (await post({ logo, format: 'png', size: 300 })).arrayBuffer());
    expect([...png.data.subarray(3 * (150 * 300 + 150), 3 * (150 * 300 + 150) + 3)]).toEqual([220, 38, 38]);
  });
});

describe('the code of a content', () => {
  it('creates the link of the channel `qr` once, however many ask', async () => {
    const { id } = await make(['email']);
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(`/contents/${id}/qr`)));
    const pictures = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(pictures).size).toBe(1);
    expect(await qrLinks(id)).toHaveLength(1);
    expect((await send(`/contents/${id}/qr`, { scopes: ['links:read'] })).status).toBe(200);
  });

  it('creates nothing for a key that may not, and nothing for HEAD', async () => {
    const { id } = await make(['email']);
    const refused = await problemOf(await send(`/contents/${id}/qr`, { scopes: ['links:read'] }));
    expect(refused).toMatchObject({ status: 403, code: 'missing_scope' });
    expect((await send(`/contents/${id}/qr`, { method: 'HEAD' })).status).toBe(404);
    expect((await send(`/contents/${id}/qr?size=1`)).status).toBe(422);
    expect(await qrLinks(id)).toEqual([]);
  });

  it('uses the link that is there, unless it does not lead everybody to the page', async () => {
    const { id, links } = await make(['qr', 'email']);
    const [own] = links.filter(({ channel }) => channel === 'qr');
    const same = async () =>
      (await (await send(`/contents/${id}/qr`)).text()) ===
      (await (await send(`/links/${own?.id}/qr`)).text());
    expect(await same()).toBe(true);
    await sotto.api('PATCH', `/links/${own?.id}`, { maxClicks: 5 });
    expect(await same()).toBe(false);
    expect(await qrLinks(id)).toHaveLength(2);
  });

  it('counts scans under the mark `.qr`, apart from the same address as people type it', async () => {
    const { id } = await make(['email']);
    await send(`/contents/${id}/qr`);
    const [link] = await qrLinks(id);
    await sotto.click(`${link?.shortUrl}.qr`);
    sotto.clock.now += 5_000;
    await sotto.click(`${link?.shortUrl}`, {}, '203.0.113.8');
    const { body } = await sotto.api<{ data: unknown[] }>('GET', `/stats?contentId=${id}&groupBy=mark`);
    expect(body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ mark: 'qr', clicks: 1 }),
        expect.objectContaining({ mark: null, clicks: 1 }),
      ]),
    );
  });
});
