import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { LIST_DAYS, MAX_LIST_BYTES } from '../../../src/link-lists/link-list.ts';
import { LINES_PER_STEP } from '../../../src/link-lists/run-list.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
let headers: Record<string, string>;
beforeAll(async () => {
  sotto = await open();
  const cookie = `${COOKIE}=${await signIn(sotto.deps, 'editor')}`;
  headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', Origin: 'http://sotto.test' };
});
afterAll(() => sotto.close());

async function ask(path: string, init: RequestInit = {}) {
  const response = await sotto.request(path, { headers, ...init });
  const html = await response.text();
  return {
    status: response.status,
    to: response.headers.get('Location') ?? '',
    html,
    text: html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  };
}

async function give(list: string | Blob, { channels = ['slack'], lang = 'en' } = {}) {
  const body = new FormData();
  if (typeof list === 'string') body.set('list', list);
  else body.set('file', list, 'plan.csv');
  for (const channel of channels) body.append('channels', channel);
  const answer = await ask(`/app/new/list?lang=${lang}`, { method: 'POST', body });
  return { ...answer, to: answer.to.split('?')[0] ?? '' };
}

const run = (path: string) => ask(`${path}/run`, { method: 'POST' });
const linkCount = async () =>
  (await sotto.deps.store.links.list({ archived: null }, { before: null, limit: 500 })).length;

describe('a list of addresses', () => {
  it('shows what would happen to each line, does it, and keeps the result', async () => {
    await sotto.api('POST', '/contents', { url: 'https://list.example/known', channels: ['slack'] });
    await sotto.api('POST', '/contents', { url: 'https://list.example/more', channels: ['email'] });
    await sotto.api('POST', '/links', { url: 'https://list.example/x', slug: 'held-slack' });
    const before = await linkCount();
    const csv = [
      'url;titre;slug;canaux;notes',
      'https://list.example/new;<b>Été</b>;;;n',
      'list.example/known;;;;',
      'https://list.example/more;;;slack,email;',
      'https://list.example/new?fbclid=1;;;email;',
      'https://list.example/held;;held;;',
      'ftp://list.example/;;;fax;',
      'https://list.example/own;;own;;',
      'https://list.example/other;;own;;',
      'http://sotto.test/x;;;;',
    ].join('\n');
    const { status, to } = await give(new Blob([csv]), { lang: 'fr' });
    expect(status).toBe(303);
    const planned = await ask(`${to}?lang=fr`);
    expect(planned.text).toContain('Ces colonnes ne sont pas utilisées : notes.');
    expect(planned.html).toContain('&lt;b&gt;Été&lt;/b&gt;');
    expect(planned.text).toContain('plan.csv');
    expect(planned.text).toContain(
      '2 nouvelles 1 connue, avec d’autres liens 1 existe déjà 1 répète une ligne précédente 4 refusées',
    );
    expect(planned.text).toContain('fin de lien : Cette fin de lien est déjà prise : « held-slack » existe.');
    expect(planned.text).toContain('fin de lien : Cette fin de lien est déjà prise : « own-slack » existe.');
    expect(planned.text).toContain('canaux : « fax » n’est pas le nom d’un canal.');
    expect(planned.text).toContain('adresse : Cette adresse est sur ce serveur.');
    expect(planned.html).toContain('data-label="Ligne"');
    expect(await linkCount()).toBe(before);

    expect((await run(to)).status).toBe(303);
    const done = await ask(`${to}?lang=fr`);
    expect(done.text).toContain('5 lignes traitées');
    expect(done.text).toContain(
      '2 nouvelles 1 connue, avec d’autres liens 1 existe déjà 1 répète une ligne précédente 4 refusées',
    );
    // new: slack, then email for the repeated line; more: slack; own: slack.
    expect(await linkCount()).toBe(before + 4);
    expect((await ask('/app/new/list')).text).toContain('plan.csv');

    const file = await sotto.request(`${to}/links.csv`, { headers });
    const rows = (await file.text()).replace('\ufeff', '').trim().split('\r\n');
    expect(rows[0]).toBe('"Line","Address","Title","Result","Reason","Channel","Short link"');
    expect(rows[1]).toMatch(
      /^"2","https:\/\/list\.example\/new","<b>Été<\/b>","New",,"Slack","http:\/\/sotto\.test\/\w+"$/,
    );
    expect(rows.filter((row) => row.includes('"Known, gets more links"'))).toHaveLength(2);
    expect(rows.at(-1)).toContain('"Refused","url: This address is on this server itself.');

    // Running it again changes nothing.
    await run(to);
    expect(await linkCount()).toBe(before + 4);
  });

  it('names every mistake of a line, each with its column', async () => {
    const csv = [
      'url,channels,slug,image,title,domain',
      `http://,"fax, telex",-x-,ftp://a.example/,${'x'.repeat(301)},nowhere.example`,
      'http://,,-x-,,,',
      ',slack,,,No address,',
    ].join('\n');
    const { to } = await give(csv, { lang: 'fr' });
    const { html } = await ask(`${to}?lang=fr`);
    const reasons = html
      .split('<tr role="row">')
      .slice(2)
      .map((row) => [...row.matchAll(/<span class="err sub">(.*?)\u00a0: /g)].map(([, column]) => column));
    expect(reasons).toEqual([
      ['adresse', 'titre', 'image', 'canaux', 'canaux', 'fin de lien', 'domaine'],
      ['adresse', 'fin de lien'],
      ['adresse'],
    ]);
    const file = await (await sotto.request(`${to}/links.csv?lang=fr`, { headers })).text();
    expect(file).toContain('fin de lien\u00a0: ');
    expect(file).toContain('canaux\u00a0: «\u00a0telex\u00a0»');
  });

  it('is done in steps, each of which says how far it is', async () => {
    const lines = Array.from({ length: LINES_PER_STEP + 20 }, (_, at) => `https://steps.example/${at}`);
    const { to } = await give(lines.join('\n'));
    expect((await ask(to)).text).toContain('Make the links of 120 lines');
    expect((await ask(to)).html.match(/<tr role="row"><td/g)).toHaveLength(100);
    expect((await ask(`${to}?after=100`)).html.match(/<tr role="row"><td/g)).toHaveLength(20);
    await run(to);
    const half = await ask(to);
    expect(half.text).toContain('100 of 120 lines done');
    expect(half.html).toContain('<progress max="120" value="100"');
    await run(to);
    expect((await ask(to)).text).toContain('120 lines done');
    expect((await ask(`${to}?state=new`)).html.match(/<tr role="row"><td/g)).toHaveLength(100);
  });

  it('is worked on by one request at a time, and by another after a minute', async () => {
    const { to } = await give('https://claim.example/1');
    const id = to.split('/').at(-1) ?? '';
    const { linkLists } = sotto.deps.store;
    expect(await linkLists.claim(id, sotto.clock.now, sotto.clock.now + 60_000)).toBe(true);
    await run(to);
    expect((await ask(to)).text).toContain('Make the links of 1 line');
    sotto.clock.now += 60_000;
    await run(to);
    expect((await ask(to)).text).toContain('1 line done');
  });

  it.each([
    ['nothing', ' \n', {}, 'There is no address in the list.'],
    ['no channel', 'https://a.example/', { channels: [] }, 'Choose at least one channel.'],
    ['an open quotation mark', 'url,title\nhttps://a.example/,"x', {}, 'Line 2 cannot be read'],
    ['too many lines', 'https://a.example/\n'.repeat(1_001), {}, 'The list has more than 1000 lines.'],
    ['too many bytes', 'x'.repeat(MAX_LIST_BYTES + 1), {}, 'The list is too large.'],
  ])('is refused for %s, and nothing that was typed is lost', async (what, list, options, sentence) => {
    const { status, html, text } = await give(list, options);
    expect(status).toBe(422);
    expect(html).toContain('<p class="status bad" role="alert">');
    expect(text).toContain(sentence);
    if (what !== 'too many bytes')
      expect(html).toContain(list.trim().split('\n')[0]?.replaceAll('"', '&quot;'));
  });

  it('can be removed, without its links, and goes after a month', async () => {
    const { to } = await give('https://gone.example/1');
    await run(to);
    const before = await linkCount();
    expect((await ask(`${to}/remove`, { method: 'POST' })).status).toBe(303);
    expect((await ask(to)).status).toBe(404);
    const { to: old } = await give('https://gone.example/2');
    const { maintenance } = sotto.deps.store;
    const later = sotto.clock.now + LIST_DAYS * 86_400_000;
    while (await maintenance.purgeAudit(later - 1));
    const oldId = old.split('/').at(-1) ?? '';
    expect(await sotto.deps.store.linkLists.get(oldId)).toBeDefined();
    while (await maintenance.purgeAudit(later));
    expect(await sotto.deps.store.linkLists.get(oldId)).toBeUndefined();
    expect(await linkCount()).toBe(before);
  });

  it('is for editors', async () => {
    const cookie = `${COOKIE}=${await signIn(sotto.deps, 'viewer')}`;
    for (const path of ['/app/new/list', '/app/new/list/lst_none'])
      expect((await ask(path, { headers: { Cookie: cookie } })).status).toBe(403);
  });
});
