import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/redirect/language.ts';
import { NOTICE_OF, type NoticeName, noticeAnswer } from '../../src/redirect/notice.ts';

const STATUS: [NoticeName, number][] = [
  ['unknown', 404],
  ['gone', 410],
  ['expired', 410],
  ['used_up', 410],
  ['blocked', 451],
  ['method_not_allowed', 405],
];

describe.each(STATUS)('the page "%s"', (name, status) => {
  it.each(LANGUAGES)('is complete in %s, without scripts and outside resources', async (language) => {
    const answer = noticeAnswer(name, language, 'GET');
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
    const text = (await noticeAnswer(name, 'fr', 'GET').text()).replace(/<style>[\s\S]*<\/style>/, '');
    expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>&]/);
  });

  it('is never stored, indexed, framed or sniffed', () => {
    expect(Object.fromEntries(noticeAnswer(name, 'en', 'GET').headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [get, head] = [noticeAnswer(name, 'en', 'GET'), noticeAnswer(name, 'en', 'HEAD')];
    expect([...head.headers]).toEqual([...get.headers]);
    expect(head.status).toBe(get.status);
    expect(await head.text()).toBe('');
  });

  it('reads differently in each language', async () => {
    const pages = await Promise.all(LANGUAGES.map((language) => noticeAnswer(name, language, 'GET').text()));
    expect(new Set(pages.map((page) => /<h1>(.*)<\/h1>/.exec(page)?.[1])).size).toBe(LANGUAGES.length);
  });
});

describe('the pages', () => {
  it('do not tell a link that has not started from one that does not exist', () => {
    expect(NOTICE_OF.not_started).toBe('unknown');
  });

  it('do not tell an archived link from a deleted one', () => {
    expect(NOTICE_OF.archived).toBe(NOTICE_OF.deleted);
  });

  it('name the allowed methods where another was used, and only there', () => {
    for (const [name, status] of STATUS) {
      expect(noticeAnswer(name, 'en', 'GET').headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null);
    }
  });
});
