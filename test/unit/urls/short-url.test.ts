import { expect, it } from 'vitest';
import { shortUrl } from '../../../src/urls/short-url.ts';

const link = { domain: '', slug: 'guide-wa' };

it('stands on the public address, port and scheme included', () => {
  expect(shortUrl('http://localhost:8787', link)).toBe('http://localhost:8787/guide-wa');
});

it('stands on https when the link has a domain of its own', () => {
  expect(shortUrl('http://localhost:8787', { ...link, domain: 'go.example' })).toBe(
    'https://go.example/guide-wa',
  );
});

it('ends with the mark', () => {
  expect(shortUrl('https://go.example', link, 'newsletter')).toBe('https://go.example/guide-wa.newsletter');
});
