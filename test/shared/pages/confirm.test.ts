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
  await post('/app/reports', { name: 'For the board', period: '7d', life: '30' });
  await post('/app/new/list', {
    list: 'https://pages.example/1\nhttps://pages.example/2',
    channels: 'slack',
  });
  const { members, keys, contents, links, sharedReports, linkLists } = sotto.store;
  const newest = { limit: 1, before: null };
  ids = {
    contents: (await contents.list({ archived: null }, newest))[0]?.id ?? '',
    links: (await links.list({ archived: null }, newest))[0]?.id ?? '',
    members: (await members.list())[0]?.id ?? '',
    domains: DOMAIN,
    reports: (await sharedReports.list())[0]?.id ?? '',
    list: (await linkLists.newest(1))[0]?.id ?? '',
    keys: (await keys.list()).find(({ name }) => name === 'Newsletter')?.id ?? '',
  };
});
afterAll(() => sotto.close());

const post = (path: string, fields: Record<string, string> = {}) =>
  sotto.request(path, {
    method: 'POST',
    headers: { ...headers, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams(fields),
  });

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

const htmlOf = async (path: string) => (await sotto.request(path, { headers })).text();
const pageOf = async (path: string) => partsOf(await htmlOf(path));

describe('a page that asks first', () => {
  it('exists for everything that is deleted, erased, removed or revoked', () => {
    expect(ASKING).toHaveLength(11);
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
    const answer = await post(`/app/contents/bulk?lang=${lang}`, { do: 'delete', ids: ids.contents ?? '' });
    const page = partsOf(await answer.text());
    expect(page).toMatchObject({ question: expect.stringMatching(/\?$/), ways: [WAY_OUT[lang]] });
    expect(page.buttons).toHaveLength(1);
  });

  it('says before what else happens what is lost', async () => {
    const { facts } = await pageOf(`/app/contents/${ids.contents}/delete?lang=en`);
    expect(facts).toEqual([
      'No clicks are lost: nobody has clicked so far.',
      expect.stringContaining('Visitors of the 4 short links see'),
      expect.stringContaining('The addresses stay reserved'),
      'This cannot be undone.',
      'Archive instead, which keeps the counts',
    ]);
  });

  it('speaks of one link in the singular', async () => {
    const { facts } = await pageOf(`/app/links/${ids.links}/delete?lang=en`);
    expect(facts).toContain('The address stays reserved, so that nobody else receives your visitors.');
    const french = await pageOf(`/app/links/${ids.links}/erase?lang=fr`);
    expect(french.facts).toContain('Le lien court continue de fonctionner, et compte à partir de zéro.');
    const ofContent = await pageOf(`/app/contents/${ids.contents}/erase?lang=en`);
    expect(ofContent.facts).toContain('The short links keep working, and count from zero.');
  });

  it('does not speak of links where a content has none', async () => {
    const { body } = await sotto.api<{ id: string; links: { id: string }[] }>('POST', '/contents', {
      url: 'https://pages.example/alone',
      channels: ['slack'],
    });
    for (const { id } of body.links) await sotto.api('DELETE', `/links/${id}`);
    const { facts, buttons } = await pageOf(`/app/contents/${body.id}/delete?lang=en`);
    expect(buttons).toEqual(['Delete']);
    expect(facts.join(' ')).not.toContain('short link');
  });

  it('names the report whose address is revoked, and says whether anybody opens it', async () => {
    const path = `/app/reports/${ids.reports}/revoke`;
    expect(await htmlOf('/app/reports?lang=en')).toContain(`href="${path}?lang=en"`);
    const { question, facts, buttons } = await pageOf(`${path}?lang=en`);
    expect([question, ...buttons]).toEqual(['Revoke the report “For the board”?', 'Revoke the report']);
    expect(facts).toEqual([
      'Its address stops working at once. Anyone who opens it reads “This report has ended”.',
      'About: All content (the overview). Period: The last 7 days.',
      'Nobody has opened it yet.',
      expect.stringContaining('No figures are lost'),
      'This cannot be undone.',
    ]);
    await sotto.store.sharedReports.opened(ids.reports ?? '', sotto.clock.now);
    expect((await pageOf(`${path}?lang=en`)).facts[2]).toMatch(/^It was last opened on .*\d{4}.*\.$/);
  });

  it('says of a list which lines are not done, and which links stay', async () => {
    const list = `/app/new/list/${ids.list}`;
    expect(await htmlOf(`${list}?lang=en`)).toContain(`href="${list}/remove?lang=en"`);
    const { question, facts, buttons } = await pageOf(`${list}/remove?lang=en`);
    expect([question, ...buttons]).toEqual(['Remove the pasted list?', 'Remove the list']);
    expect(facts).toEqual([
      'The list of 2 lines is lost, and with it what would happen to each.',
      '2 lines are not done yet: no links are made for them.',
      expect.stringMatching(/^If you do nothing, the list is kept until \d+\s\w+\.$/),
      'This cannot be undone.',
    ]);
    await post(`${list}/run`);
    const done = await pageOf(`${list}/remove?lang=en`);
    expect(done.facts.slice(0, 2)).toEqual([
      'The list and the result of its 2 lines are lost: which links were made, which lines were refused, and why.',
      'Links that were made from the list stay, with their counts.',
    ]);
  });

  it('does nothing before it is answered, and does not exist afterwards', async () => {
    for (const [path, verb] of [
      [`/app/reports/${ids.reports}`, 'revoke'],
      [`/app/new/list/${ids.list}`, 'remove'],
    ]) {
      const ask = () => sotto.request(`${path}/${verb}`, { headers });
      expect([path, (await ask()).status]).toEqual([path, 200]);
      expect([path, (await ask()).status]).toEqual([path, 200]);
      expect([path, (await post(`${path}/${verb}`)).status]).toEqual([path, 303]);
      expect([path, (await ask()).status]).toEqual([path, 404]);
    }
  });
});
