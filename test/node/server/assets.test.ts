import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openAssets } from '../../../src/runtime/node/server/assets.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const TEXT = 'const a = "é";\n'.repeat(100);

/** Requests files of a folder with `/assets/a.js`. A secret file is next to the folder. */
function openFolder() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'web', 'assets', 'a.js'), TEXT);
  writeFileSync(join(folder, 'web', 'assets', 'a.js.gz'), gzipSync(TEXT));
  writeFileSync(join(folder, 'web', 'assets', 'LICENSE'), 'Free');
  writeFileSync(join(folder, 'secret'), 'secret');
  const assets = openAssets(join(folder, 'web'));
  return (path: string, init: RequestInit = {}) => assets(new Request(`http://sotto.test${path}`, init));
}

it('serves a file with its type and charset, compressed for clients that accept gzip', async () => {
  const ask = openFolder();
  const plain = await ask('/assets/a.js');
  expect(Object.fromEntries(plain.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=0, must-revalidate',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  });
  expect(plain.headers.get('Content-Encoding')).toBeNull();
  expect(await plain.text()).toBe(TEXT);
  const zipped = await ask('/assets/a.js', { headers: { 'Accept-Encoding': 'br, gzip' } });
  expect(zipped.headers.get('Content-Encoding')).toBe('gzip');
  expect(gunzipSync(await zipped.bytes()).toString()).toBe(TEXT);
  expect((await ask('/assets/LICENSE')).headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
});

it('answers 304 to clients that have the file, and HEAD without a body', async () => {
  const ask = openFolder();
  const tag = (await ask('/assets/a.js')).headers.get('ETag') ?? '';
  const cached = await ask('/assets/a.js', { headers: { 'If-None-Match': `"other", ${tag}` } });
  expect([cached.status, await cached.text()]).toEqual([304, '']);
  const other = await ask('/assets/a.js', { headers: { 'If-None-Match': 'W/"other"' } });
  expect(other.status).toBe(200);
  const head = await ask('/assets/a.js', { method: 'HEAD' });
  expect([head.headers.get('ETag'), await head.text()]).toEqual([tag, '']);
});

it.each([
  '/assets/b.js',
  '/assets',
  '/assets/',
  '/secret',
  '/assets/../../secret',
  '/assets/%2e%2e/%2e%2e/secret',
])('answers 404 at %s', async (path) => {
  const answer = await openFolder()(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret');
});

it('answers 404 if nothing is built', async () => {
  const assets = openAssets(join(temporaryFolder(), 'missing'));
  expect((await assets(new Request('http://sotto.test/assets/a.js'))).status).toBe(404);
});
