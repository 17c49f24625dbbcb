import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/language.ts';
import { toResponse } from '../../../src/visitor-pages/http-reply.ts';
import { MESSAGE_OF, messagePage } from '../../../src/visitor-pages/message-page.ts';
import { type MessageName, TEXTS } from '../../../src/visitor-pages/texts.ts';

const STATUS: [MessageName, number][] = [
  ['unknown', 404],
  ['gone', 410],
  ['expired', 410],
  ['used_up', 410],
  ['blocked', 451],
  ['method_not_allowed', 405],
  ['too_large', 413],
  ['unsupported', 415],
  ['too_many_attempts', 429],
  ['unavailable', 503],
  ['passwords_busy', 503],
  ['too_many_unknown', 429],
];
const read = (name: MessageName, language: 'en' | 'fr' = 'en', method = 'GET') =>
  toResponse(messagePage(name, { language, method }));

it('the list of pages here is complete', () => {
  expect(STATUS.map(([name]) => name).sort()).toEqual(Object.keys(TEXTS.en.messages).sort());
});

describe.each(STATUS)('the page "%s"', (name, status) => {
  it.each(LANGUAGES)('is complete in %s, without scripts and outside resources', async (language) => {
    const answer = read(name, language);
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-language')).toBe(language);
    expect(page).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
    expect(page).toMatch(/<title>(.+)<\/title>[\s\S]*<h1>\1<\/h1>\n<p>[^<]+<\/p>/);
    expect(page).toContain('width=device-width');
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|undefined/i);
  });

  it('holds no bare character that HTML would read otherwise', async () => {
    const text = (await read(name, 'fr').text()).replace(/<style>[\s\S]*<\/style>/, '');
    expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>&]/);
  });

  it('is never stored, indexed, framed or sniffed', () => {
    expect(Object.fromEntries(read(name).headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [get, head] = [read(name), read(name, 'en', 'HEAD')];
    expect([...head.headers]).toEqual([...get.headers]);
    expect(head.status).toBe(get.status);
    expect(await head.text()).toBe('');
  });

  it('reads differently in each language', async () => {
    const pages = await Promise.all(LANGUAGES.map((language) => read(name, language).text()));
    expect(new Set(pages.map((page) => /<h1>(.*)<\/h1>/.exec(page)?.[1])).size).toBe(LANGUAGES.length);
  });
});

describe('the pages', () => {
  it('do not tell a link that has not started from one that does not exist', () => {
    expect(MESSAGE_OF.not_started).toBe('unknown');
  });

  it('do not tell an archived link from a deleted one', () => {
    expect(MESSAGE_OF.archived).toBe(MESSAGE_OF.deleted);
  });

  it('carry what headers their reason needs', () => {
    const { headers } = messagePage(
      'method_not_allowed',
      { language: 'en', method: 'GET' },
      { Allow: 'GET, HEAD' },
    );
    expect(headers).toMatchObject({ Allow: 'GET, HEAD', 'Cache-Control': 'private, no-store' });
  });
});
