import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openAssets } from '../../../src/runtime/node/server/assets.ts';

/** Bytes of the compressed script, with its styles and both languages. */
const BUDGET = 4_000;

const zipped = readFileSync('dist/web/assets/v1/share.js.gz');

it('is at most 4 kB, compressed', () => {
  expect(zipped.length).toBeLessThanOrEqual(BUDGET);
});

it('stores nothing, runs no text as code or markup, and loads nothing else', () => {
  const text = gunzipSync(zipped).toString();
  const forbidden =
    /cookie|localStorage|sessionStorage|indexedDB|innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(|import\(|XMLHttpRequest/;
  expect(text.match(forbidden)).toBeNull();
  expect(text.match(/fetch\(/g)).toHaveLength(1);
  expect(text.match(/https?:\/\/[^"'`]+/g)).toEqual(['http://www.w3.org/2000/svg']);
});

it('is served to other sites, and is kept for an hour', async () => {
  const answer = await openAssets('dist/web')(new Request('http://sotto.test/assets/v1/share.js'));
  const headers = {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=604800',
    'x-content-type-options': 'nosniff',
    'content-type': 'text/javascript; charset=utf-8',
  };
  expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
  const [, rules = ''] =
    /^\/assets\/v1\/\*\n((?: {2}.*\n)+)/m.exec(readFileSync('dist/web/_headers', 'utf8')) ?? [];
  for (const name of [
    'access-control-allow-origin',
    'cross-origin-resource-policy',
    'cache-control',
  ] as const)
    expect(rules.toLowerCase()).toContain(`${name}: ${headers[name]}`);
});
