import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { linkPage, SCRIPT, SCRIPT_HASH } from '../../../src/pages/share/share-page.ts';

it('names its script by the hash that its policy allows', () => {
  expect(`sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`).toBe(SCRIPT_HASH);
  const page = linkPage(
    { method: 'GET', language: 'en' },
    { channel: 'copy', shortUrl: 'https://go.example/a', title: null },
  );
  expect(page.body).toContain(`<script>${SCRIPT}</script>`);
  expect(page.headers['Content-Security-Policy']).toContain(`script-src '${SCRIPT_HASH}';`);
});
