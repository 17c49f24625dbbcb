import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerProcess, startOn } from '../../support/server/spawn-server.ts';

let server: ServerProcess;

const ends: (() => void | Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  server = await startOn({ dataDir }, (end) => ends.push(end));
  // The page of these links is long enough to be sent in pieces.
  const links = Array.from({ length: 500 }, (_, at) => ({
    url: `https://example.com/${at}`,
    title: 'é'.repeat(100),
  }));
  await server.api('/links/bulk', { links });
  for (const name of ['a', 'b', 'c']) await server.api('/contents', { url: `https://example.com/${name}` });
});

/** The answer as its bytes arrive, which `fetch` would decompress. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>(
    (resolve, reject) => {
      const sent = { Authorization: `Bearer ${server.key}`, ...headers };
      request(new URL(path, server.url), { method, headers: sent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, bytes: Buffer.concat(chunks) });
        });
      }).end();
    },
  );
}

const GZIP = { 'Accept-Encoding': 'gzip' };

it.each([
  '/api/v1/links?limit=1000',
  '/api/v1/stats?groupBy=link&format=csv',
  '/api/v1/hits?format=ndjson',
  '/openapi.json',
  '/docs',
  '/privacy',
])('%s is compressed for whoever takes gzip, and has the same content', async (path) => {
  const plain = await ask(path);
  const compressed = await ask(path, GZIP);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(compressed.headers).toMatchObject({
    'content-encoding': 'gzip',
    vary: expect.stringMatching(/Accept-Encoding/),
  });
  expect(gunzipSync(compressed.bytes)).toEqual(plain.bytes);
});

it('a long page says how long it is, also to HEAD', async () => {
  const { headers, bytes } = await ask('/api/v1/links?limit=1000');
  expect(bytes.length).toBeGreaterThan(256 * 1024);
  expect(headers['content-length']).toBe(String(bytes.length));
  const head = await ask('/api/v1/links?limit=1000', {}, 'HEAD');
  expect([head.headers['content-length'], head.headers.etag]).toEqual([String(bytes.length), headers.etag]);
});

it('a compressed answer has an ETag by which it is not sent again', async () => {
  const { headers } = await ask('/api/v1/links', GZIP);
  const again = await ask('/api/v1/links', { ...GZIP, 'If-None-Match': String(headers.etag) });
  expect(again).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
});

it('HEAD and requests that accept no known encoding get plain answers', async () => {
  for (const answer of [
    await ask('/api/v1/links', GZIP, 'HEAD'),
    await ask('/api/v1/links', { 'Accept-Encoding': 'identity' }),
    await ask('/api/v1/links', { 'Accept-Encoding': 'zstd' }),
  ])
    expect(answer.headers['content-encoding']).toBeUndefined();
});

it('redirects are never compressed', async () => {
  const { data } = await server.api<{ data: { slug: string }[] }>('/links');
  const redirect = await ask(`/${data[0]?.slug}`, GZIP);
  expect(redirect.status).toBe(302);
  expect(redirect.headers).not.toHaveProperty('content-encoding');
  expect(redirect.headers).not.toHaveProperty('vary');
});
