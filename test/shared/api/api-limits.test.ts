import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Problem {
  errors?: { pointer: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

/** A text of a length, unlike any other. */
const text = (length: number) => unique().padEnd(length, 'x');
const page = (length = 0) => `https://pages.example/${unique()}`.padEnd(length, 'x');
const many = <T>(count: number, each: (nth: number) => T) =>
  Array.from({ length: count }, (_, nth) => each(nth));

/** Where it is, how much is allowed there, the field to blame beyond it, and a body with so much. */
type Limit = [path: string, most: number, pointer: string, body: (size: number) => Record<string, unknown>];

const LIMITS: Limit[] = [
  ['/links', 8192, '/url', (size) => ({ url: page(size) })],
  ['/links', 64, '/slug', (size) => ({ url: page(), slug: text(size) })],
  ['/links', 300, '/title', (size) => ({ url: page(), title: text(size) })],
  ['/links', 100, '/campaign', (size) => ({ url: page(), campaign: text(size) })],
  ['/links', 20, '/tags', (size) => ({ url: page(), tags: many(size, (nth) => `t${nth}`) })],
  ['/links', 50, '/tags/0', (size) => ({ url: page(), tags: [text(size)] })],
  ['/links', 1_000_000_000, '/maxClicks', (size) => ({ url: page(), maxClicks: size })],
  ['/links', 8192, '/expiredUrl', (size) => ({ url: page(), expiredUrl: page(size) })],
  ['/contents', 200, '/externalId', (size) => ({ url: page(), externalId: text(size) })],
  ['/contents', 1_000, '/description', (size) => ({ url: page(), description: text(size) })],
  ['/contents', 8192, '/image', (size) => ({ url: page(), image: page(size) })],
  ['/keys', 100, '/name', (size) => ({ name: text(size), scopes: ['admin'] })],
];

describe('POST', () => {
  it.each(LIMITS)('%s takes %i and no more in %s', async (path, most, pointer, body) => {
    expect((await sotto.api('POST', path, body(most))).status).toBe(201);
    const refused = await sotto.api<Problem>('POST', path, body(most + 1));
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});

describe('GET', () => {
  const list = (name: string, prefix: string) => (size: number) =>
    `${name}=${many(size, (nth) => `${prefix}_${nth}`).join(',')}`;
  const dimensions = (size: number) =>
    `groupBy=${['country', 'browser', 'referrer'].slice(0, size).join(',')}`;
  const limit = (size: number) => `limit=${size}`;

  it.each<[path: string, most: number, pointer: string, query: (size: number) => string]>([
    ['/links', 1_000, '?limit', limit],
    ['/links', 200, '?contentId', list('contentId', 'cnt')],
    ['/contents', 1_000, '?limit', limit],
    ['/hits', 1_000, '?limit', limit],
    ['/sightings', 1_000, '?limit', limit],
    ['/stats', 1_000, '?limit', limit],
    ['/stats', 2, '?groupBy', dimensions],
    ['/stats', 200, '?linkId', list('linkId', 'lnk')],
    ['/stats', 200, '?contentId', list('contentId', 'cnt')],
    ['/hits', 200, '?linkId', list('linkId', 'lnk')],
  ])('%s takes %i and no more in %s', async (path, most, pointer, query) => {
    expect((await sotto.api('GET', `${path}?${query(most)}`)).status).toBe(200);
    const refused = await sotto.api<Problem>('GET', `${path}?${query(most + 1)}`);
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});
