import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { PAGE_ACCESS } from '../../../src/members/access.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

const DOMAIN = 'asked.example';
/** The way out, by language. */
const WAY_OUT = { en: 'Cancel', fr: 'Annuler' };
const LANGUAGES = ['en', 'fr'] as const;

/** The pages between a button and what cannot be taken back: each has a form that is sent to its own address. */
const ASKING = Object.keys(PAGE_ACCESS).flatMap((key) => {
  const [, path] = /^GET (\/app\/\S+\/(?:archive|delete|erase|remove|revoke))$/.exec(key) ?? [];
  return path === undefined ? [] : [path];
});

let sotto: Sotto;
let headers: Record<string, string>;
/** The id of one thing of each kind, by the folder of its pages. */
let ids: Record<string, string>;
beforeAll(async () => {
  sotto = await open();
  headers = { Cookie: `${COOKIE}=${await signIn(sotto.deps, 'admin', { name: 'Ada' })}` };
  await sotto.api('POST', '/contents', { url: 'https://asked.example/guide', title: 'The guide' });
  await sotto.api('POST', '/keys', { name: 'Newsletter', scopes: ['links:read'] });
  await sotto.api('POST', '/domains', { domain: DOMAIN });
  const { members, keys, contents, links } = sotto.store;
  const newest = { limit: 1, before: null };
  ids = {
    contents: (await contents.list({ archived: null }, newest))[0]?.id ?? '',
    links: (await links.list({ archived: null }, newest))[0]?.id ?? '',
    members: (await members.list())[0]?.id ?? '',
    domains: DOMAIN,
    keys: (await keys.list()).find(({ name }) => name === 'Newsletter')?.id ?? '',
  };
});
afterAll(() => sotto.close());

const plain = (html: string) => html.replaceAll(/<[^>]+>/g, '').trim();
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found);

/** The parts of a page that asks, in their order. */
function partsOf(html: string) {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
  const [, question = '', facts = '', form = ''] =
    /^<div class="wrap ask"><div class="answer"><h1>(.*?)<\/h1>(.*?)<\/div><form [^>]*>(.*?)<\/form><\/div>$/s.exec(
      main.trim(),
    ) ?? [];
  return {
    question: plain(question),
    facts: all(facts, /<p class="sample">(.*?)<\/p>/gs).map(plain),
    buttons: all(form, /<button[^>]*>(.*?)<\/button>/gs),
    ways: all(form, /<a [^>]*>(.*?)<\/a>/gs),
  };
}

const pageOf = async (path: string, init: RequestInit = {}) =>
  partsOf(await (await sotto.request(path, { headers, ...init })).text());

describe('a page that asks first', () => {
  it('exists for everything that is deleted, erased, removed or revoked', () => {
    expect(ASKING).toHaveLength(9);
  });

  for (const path of ASKING) {
    it.each(LANGUAGES)(
      `${path} has a question, what is lost, one button and one way out in %s`,
      async (lang) => {
        const folder = path.split('/').at(-3) ?? '';
        const page = await pageOf(`${path.replace(':id', ids[folder] ?? '')}?lang=${lang}`);
        expect(page.question).toMatch(/\?$/);
        expect(page.facts[0]).toMatch(/\.$/);
        expect(page.buttons).toHaveLength(1);
        expect(page.ways).toEqual([WAY_OUT[lang]]);
      },
    );
  }

  it.each(LANGUAGES)('about several rows is the same in %s', async (lang) => {
    const body = new URLSearchParams({ do: 'delete', ids: ids.contents ?? '' });
    const form = { ...headers, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    const page = await pageOf(`/app/contents/bulk?lang=${lang}`, { method: 'POST', headers: form, body });
    expect(page).toMatchObject({ question: expect.stringMatching(/\?$/), ways: [WAY_OUT[lang]] });
    expect(page.buttons).toHaveLength(1);
  });

  it('says before what else happens what is lost', async () => {
    const { facts } = await pageOf(`/app/contents/${ids.contents}/delete?lang=en`);
    expect(facts).toEqual([
      'No clicks are lost.',
      '4 short links. Nobody has clicked so far.',
      expect.stringContaining('Visitors of the short links see'),
      expect.stringContaining('stay reserved'),
      'This cannot be undone.',
      'Archive instead, which keeps the counts',
    ]);
  });
});
