import { expect, it } from 'vitest';
import { shortUrl } from '../../../src/urls/short-url.ts';

const link = { domain: '', slug: 'guide-wa' };

it('starts with the public URL, including port and scheme', () => {
  expect(shortUrl('http://localhost:8787', link)).toBe('http://localhost:8787/guide-wa');
});

it('starts with https if the link has its own domain', () => {
  expect(shortUrl('http://localhost:8787', { ...link, domain: 'go.example' })).toBe(
    'https://go.example/guide-wa',
  );
});

it('ends with the mark', () => {
  expect(shortUrl('https://go.example', link, 'newsletter')).toBe('https://go.example/guide-wa.newsletter');
});
