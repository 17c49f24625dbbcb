import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { parseCidr } from '../../../src/net/cidr.ts';
import { assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const PROXY = '10.0.0.1';
const HEADER = 'Strict-Transport-Security';

let plain: Sotto;
/** Behind a declared proxy. */
let sotto: Sotto;
let slug: string;
beforeAll(async () => {
  plain = await open();
  const network = parseCidr(PROXY);
  sotto = await assemble(plain, { settings: { ...SETTINGS, trustedProxies: network ? [network] : [] } });
  const { body } = await plain.api<{ slug: string }>('POST', '/links', { url: 'https://example.com/' });
  slug = body.slug;
});
afterAll(() => plain.close());

const PAGES = [
  ['a redirect', () => `/${slug}`, 302],
  ['the page of a link', () => `/${slug}+`, 200],
  ['an unknown slug', () => '/nobody-made-this', 404],
  ['the start', () => '/', 302],
  ['the documentation', () => '/docs', 200],
  ['the privacy page', () => '/privacy', 200],
  ['the API', () => '/api/v1/links', 401],
  ['the OpenAPI document', () => '/openapi.json', 200],
  ['the health', () => '/readyz', 200],
] as const;

describe.each(PAGES)('%s', (_, path, status) => {
  const header = async (url: string, headers: Record<string, string> = {}, peer = PROXY) => {
    const response = await sotto.request(url, { headers, peer });
    expect(response.status).toBe(status);
    return response.headers.get(HEADER);
  };

  it('asks a browser that came by HTTPS to use it for this host only', async () => {
    const value = 'max-age=15552000';
    expect(await header(path(), { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' })).toBe(
      value,
    );
    expect(await header(path(), { 'X-Forwarded-Proto': 'https' })).toBe(value);
    expect(await header(`https://sotto.test${path()}`, {}, '203.0.113.7')).toBe(value);
  });

  it('asks nothing of a browser that came by HTTP, whatever a stranger claims', async () => {
    expect(await header(path())).toBeNull();
    expect(await header(path(), { 'X-Forwarded-Proto': 'http' })).toBeNull();
    expect(await header(`https://sotto.test${path()}`, { 'X-Forwarded-Proto': 'http' })).toBeNull();
    expect(await header(path(), { 'X-Forwarded-Proto': 'https' }, '203.0.113.7')).toBeNull();
  });
});
