import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { SYSTEM_AUTHOR } from '../../../src/audit/audit-entry.ts';
import type { NewContent } from '../../../src/links/contents/content.ts';
import { deleteContent } from '../../../src/links/contents/delete-content.ts';
import { editContent, editReadContent } from '../../../src/links/contents/edit-content.ts';
import { showContent } from '../../../src/links/contents/show-content.ts';
import { editLink, editReadLink } from '../../../src/links/edit-link.ts';
import type { NewLink } from '../../../src/links/link.ts';
import type { Role } from '../../../src/members/member.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
const cookies = new Map<Role, string>();
beforeAll(async () => {
  sotto = await open();
  for (const role of ['viewer', 'editor', 'admin'] as const) {
    cookies.set(role, await signIn(sotto.deps, role, { name: `The ${role}` }));
  }
});
afterAll(() => sotto.close());

const cookieOf = (role: Role) => ({ Cookie: `${COOKIE}=${cookies.get(role)}` });

async function get(path: string, role: Role = 'editor') {
  const response = await sotto.request(path, { headers: cookieOf(role) });
  return { status: response.status, html: await response.text() };
}

/** Sends a form as a browser does; several values of one name are a list. */
async function post(path: string, fields: Record<string, string | string[]>, role: Role = 'editor') {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
  );
  const headers = {
    ...cookieOf(role),
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: ORIGIN,
    'Sec-Fetch-Site': 'same-origin',
  };
  const response = await sotto.request(path, { method: 'POST', headers, body: body.toString() });
  return {
    status: response.status,
    to: response.headers.get('Location') ?? '',
    html: await response.text(),
  };
}

const decode = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const textOf = (html: string) => decode(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));

/** What a browser would send of the form on a page. */
function formIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const [, form = ''] = /<form method="post" action="[^"]*\/edit[^"]*">(.*?)<\/form>/s.exec(html) ?? [];
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const at = (name: string) => decode(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '');
    if (at('type') !== 'checkbox' || input.includes(' checked')) fields[at('name')] = at('value');
  }
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea id="[^"]*" name="([^"]*)"[^>]*>\n?([^<]*)</g,
  ))
    fields[name] = decode(value);
  for (const [, name = '', options = ''] of form.matchAll(
    /<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = / value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  return fields;
}

/** A content whose links lead to its address. */
async function make(
  changes: Partial<NewContent> = {},
  links: Partial<NewLink>[] = [{}, { channel: 'slack' }],
) {
  const content = newContent({ title: 'The guide', createdAt: sotto.clock.now - 86_400_000, ...changes });
  const minted = await mintLinks(
    sotto.store,
    content,
    links.map((link) => newLink({ url: content.url, ...link })),
  );
  const [first] = minted ?? [];
  if (!minted || !first) throw new Error('not minted');
  return { id: content.id, url: content.url, first, links: minted };
}

/** Later, so that a change has another time than the one before. */
const tick = () => {
  sotto.clock.now += 60_000;
};

describe('the form of a content', () => {
  it('says what a change means for its links, and does it', async () => {
    const { id, url } = await make({}, [
      {},
      { channel: 'slack' },
      { channel: 'email', url: 'https://else.example/' },
    ]);
    const { html } = await get(`/app/contents/${id}/edit`);
    expect(textOf(html)).toContain(
      'All 2 links whose destination is the old address move with it; counts stay. 1 link leads elsewhere and stays as it is.',
    );
    const sent = await post(`/app/contents/${id}/edit`, {
      ...formIn(html),
      url: `${url}/new`,
      tags: 'a, b',
      utm: 'on',
    });
    expect([sent.status, sent.to]).toEqual([303, `/app/contents/${id}?notice=moved&n=2`]);
    expect(textOf((await get(sent.to)).html)).toContain('Saved. 2 links lead to the new address.');
    expect(await sotto.store.contents.get(id)).toMatchObject({
      url: `${url}/new`,
      tags: ['a', 'b'],
      utm: false,
    });
    const { html: after } = await get(sent.to);
    expect(textOf(after)).toContain('Saved.');
    expect(textOf(after)).toContain('Destination changed: WhatsApp and Slack');
  });

  it('changes nothing that was not typed, whatever is stored', async () => {
    const stored = {
      title: 'A “title” & <b>more</b>',
      description: 'one\n\n two',
      image: 'https://pages.example/i.png',
      campaign: 'spring',
      tags: ['a, b', 'c "d"'],
      externalId: `own-${Math.random()}`,
      utm: { source: 'letter' },
    };
    const { id } = await make(stored);
    const before = await sotto.store.contents.get(id);
    tick();
    const sent = await post(`/app/contents/${id}/edit`, formIn((await get(`/app/contents/${id}/edit`)).html));
    expect(sent.to).toContain('notice=unchanged');
    expect(await sotto.store.contents.get(id)).toEqual(before);
  });

  it('says what is wrong in the language of the member, and keeps what was typed', async () => {
    const other = await make();
    const { id } = await make();
    const form = formIn((await get(`/app/contents/${id}/edit`)).html);
    const wrong = await post(`/app/contents/${id}/edit?lang=fr`, {
      ...form,
      url: 'ftp://nowhere',
      title: 'Tapé',
    });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.html)).toContain('elle doit commencer par https:// ou http://.');
    expect(formIn(wrong.html)).toMatchObject({ url: 'ftp://nowhere', title: 'Tapé' });
    const taken = await post(`/app/contents/${id}/edit`, { ...form, url: other.url });
    expect(textOf(taken.html)).toContain('Another content has this address. See it');
    expect(taken.html).toContain(`href="/app/contents/${other.id}"`);
    expect((await sotto.store.contents.get(id))?.title).toBe('The guide');
  });

  it('says that somebody else was faster, who, and what is stored now', async () => {
    const { id } = await make();
    const form = formIn((await get(`/app/contents/${id}/edit`)).html);
    tick();
    await post(`/app/contents/${id}/edit`, { ...form, title: 'Theirs', campaign: 'autumn' }, 'admin');
    const late = await post(`/app/contents/${id}/edit`, { ...form, title: 'Mine', tags: 'kept' });
    expect(late.status).toBe(409);
    expect(textOf(late.html)).toContain('This was changed after you opened it. Nothing was saved yet.');
    expect(textOf(late.html)).toContain('The admin changed it on');
    expect(textOf(late.html)).toContain('Stored now: Theirs');
    expect(formIn(late.html)).toMatchObject({ title: 'Mine', tags: 'kept', campaign: 'autumn' });
    expect(await sotto.store.contents.get(id)).toMatchObject({ title: 'Theirs', tags: [] });
    tick();
    expect((await post(`/app/contents/${id}/edit`, formIn(late.html))).status).toBe(303);
    expect(await sotto.store.contents.get(id)).toMatchObject({
      title: 'Mine',
      tags: ['kept'],
      campaign: 'autumn',
    });
  });

  it('loses neither of two changes that are sent at the same moment', async () => {
    const { id } = await make();
    const form = formIn((await get(`/app/contents/${id}/edit`)).html);
    tick();
    const answers = await Promise.all([
      post(`/app/contents/${id}/edit`, { ...form, title: 'One' }),
      post(`/app/contents/${id}/edit`, { ...form, title: 'Two' }, 'admin'),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  });
});

describe('a change of what was read', () => {
  it('writes nothing if the content or link was changed since, or is gone', async () => {
    const deps = { ...sotto.deps, author: SYSTEM_AUTHOR };
    const { id, first } = await make();
    const content = await showContent(deps, id);
    tick();
    await editContent(deps, id, { title: 'Theirs' });
    await editLink(deps, first.id, { title: 'Theirs' });
    const entries = async (object: string) =>
      (await sotto.store.audit.slice({ object }, { limit: 10, before: null })).entries.length;
    const before = [await entries(id), await entries(first.id)];
    tick();
    const url = `${content.url}/mine`;
    expect(await editReadContent(deps, content, { title: 'Mine', url })).toBe('changed');
    expect(await editReadLink(deps, first, { title: 'Mine', url })).toBe('changed');
    expect(await sotto.store.contents.get(id)).toMatchObject({ title: 'Theirs', url: content.url });
    expect(await sotto.store.links.get(first.id)).toMatchObject({ title: 'Theirs', url: content.url });
    expect([await entries(id), await entries(first.id)]).toEqual(before);
    const now = await showContent(deps, id);
    await deleteContent(deps, id);
    expect(await editReadContent(deps, now, { title: 'Mine' })).toBe('changed');
  });
});

describe('the form of a link', () => {
  it('changes everything that the API can change', async () => {
    const { first } = await make();
    const { html } = await get(`/app/links/${first.id}/edit`, 'admin');
    const sent = await post(
      `/app/links/${first.id}/edit`,
      {
        ...formIn(html),
        url: 'else.example/page',
        title: 'Own title',
        campaign: 'own',
        tags: 'x',
        externalId: `link-${first.id}`,
        'utm/medium': 'print',
        startsAt: '2026-10-01T09:00',
        expiresAt: '2026-12-24T18:00',
        maxClicks: '100',
        expiredUrl: 'https://else.example/over',
        password: 'open sesame',
        statusCode: '307',
        forwardQuery: 'on',
        blocked: 'on',
      },
      'admin',
    );
    expect(sent.to).toBe(`/app/links/${first.id}?notice=saved`);
    const link = await sotto.store.links.get(first.id);
    expect(link).toMatchObject({
      url: 'https://else.example/page',
      title: 'Own title',
      campaign: 'own',
      tags: ['x'],
      utm: { medium: 'print' },
      startsAt: Date.UTC(2026, 9, 1, 7),
      expiresAt: Date.UTC(2026, 11, 24, 17),
      maxClicks: 100,
      expiredUrl: 'https://else.example/over',
      statusCode: 307,
      forwardQuery: true,
      blocked: true,
    });
    expect(link?.passwordHash).not.toBeNull();
    const { html: page } = await get(sent.to);
    expect(textOf(page)).toContain('Former destinations');
    expect(textOf(page)).toContain('blocked and password');
  });

  it('lets only administrators block', async () => {
    const { first } = await make();
    const { html } = await get(`/app/links/${first.id}/edit`);
    expect(html).not.toContain('name="blocked"');
    await post(`/app/links/${first.id}/edit`, { ...formIn(html), title: 'x', blocked: 'on' });
    expect(await sotto.store.links.get(first.id)).toMatchObject({ title: 'x', blocked: false });
  });

  it('keeps a password that is not touched, and never shows anything of it', async () => {
    const { first } = await make({}, [{ passwordHash: '$x$y=1$c2FsdA==$aGFzaA==' }]);
    const { html } = await get(`/app/links/${first.id}/edit`);
    expect(html).not.toContain('c2FsdA');
    await post(`/app/links/${first.id}/edit`, { ...formIn(html), title: 'x' });
    expect((await sotto.store.links.get(first.id))?.passwordHash).toBe('$x$y=1$c2FsdA==$aGFzaA==');
    await post(`/app/links/${first.id}/edit`, {
      ...formIn((await get(`/app/links/${first.id}/edit`)).html),
      withoutPassword: 'on',
    });
    expect((await sotto.store.links.get(first.id))?.passwordHash).toBeNull();
  });

  it('refuses a link that would expire before it opens, at its field', async () => {
    const { first } = await make();
    const form = formIn((await get(`/app/links/${first.id}/edit`)).html);
    const wrong = await post(`/app/links/${first.id}/edit`, {
      ...form,
      startsAt: '2027-01-02T00:00',
      expiresAt: '2027-01-01T00:00',
    });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.html)).toContain('A link must expire after it opens.');
    expect(formIn(wrong.html).startsAt).toBe('2027-01-02T00:00');
  });
});

describe('what is archived, deleted or erased', () => {
  const clicked = async (links: { rowId: number }[]) => {
    const at = sotto.clock.now - 3_600_000;
    await sotto.store.hits.append(
      links.flatMap((link) => [0, 1].map((n) => hitOn(link, { at: at + n * 5_000 }))),
    );
  };

  it('says what is lost before a content is deleted, and deletes it', async () => {
    const { id, links, first } = await make();
    await clicked(links);
    const text = textOf((await get(`/app/contents/${id}/delete`)).html);
    expect(text).toContain('Delete “The guide” permanently?');
    expect(text).toContain('4 clicks and everything else that was counted disappear');
    expect(text).toContain('People still arrive here: 4 times in the last 30 days.');
    expect(text.match(/4 clicks/g)).toHaveLength(1);
    expect(text).toContain('Visitors of the 2 short links see “This link is no longer active”');
    expect(await sotto.store.contents.get(id)).toBeDefined();
    const sent = await post(`/app/contents/${id}/delete`, {});
    expect(sent.to).toBe('/app/contents?notice=deleted');
    expect(await sotto.store.contents.get(id)).toBeUndefined();
    expect((await sotto.click(`${ORIGIN}/${first.slug}`)).status).toBe(410);
    expect((await get(`/app/contents/${id}/delete`)).status).toBe(404);
  });

  it('archives and unarchives a link, which stops and starts it', async () => {
    const { first } = await make();
    expect(textOf((await get(`/app/links/${first.id}/archive`)).html)).toContain('It stops redirecting');
    await post(`/app/links/${first.id}/archive`, { archived: 'on' });
    expect((await sotto.click(`${ORIGIN}/${first.slug}`)).status).toBe(410);
    expect(textOf((await get(`/app/links/${first.id}/archive`)).html)).toMatch(
      /Unarchive “.*”\?.*It redirects again/,
    );
    const sent = await post(`/app/links/${first.id}/archive`, { archived: '' });
    expect(sent.to).toBe(`/app/links/${first.id}?notice=unarchived`);
    expect((await sotto.click(`${ORIGIN}/${first.slug}`)).status).toBe(302);
  });

  it('erases the counts of a link for administrators alone', async () => {
    const { first, links } = await make();
    await clicked(links);
    expect((await get(`/app/links/${first.id}/erase`, 'editor')).status).toBe(403);
    expect(textOf((await get(`/app/links/${first.id}/erase`, 'admin')).html)).toContain(
      '2 requests, 2 clicks among them',
    );
    await post(`/app/links/${first.id}/erase`, {}, 'admin');
    expect(textOf((await get(`/app/links/${first.id}/erase`, 'admin')).html)).toContain(
      'Nothing has been counted yet.',
    );
    expect(await sotto.store.links.get(first.id)).toBeDefined();
  });
});

describe('several rows at once', () => {
  it('get tags, and lose them, while other tags stay', async () => {
    const one = await make({ tags: ['old'] });
    const two = await make({ tags: ['x'] });
    const ids = [one.id, two.id];
    const sent = await post('/app/contents/bulk', {
      do: 'tag',
      ids,
      tags: 'x, "a, b"',
      list: 'q=guide&sort=newest',
    });
    expect(sent.to).toBe('/app/contents?q=guide&sort=newest&notice=tag&n=2');
    expect(textOf((await get(sent.to)).html)).toContain('2 pages tagged.');
    expect((await sotto.store.contents.get(one.id))?.tags).toEqual(['old', 'x', 'a, b']);
    await post('/app/contents/bulk', { do: 'untag', ids, tags: 'x' });
    expect((await sotto.store.contents.get(one.id))?.tags).toEqual(['old', 'a, b']);
    expect((await sotto.store.contents.get(two.id))?.tags).toEqual(['a, b']);
  });

  it('say which of them could not be changed, and why', async () => {
    const full = await make({ title: 'Full', tags: Array.from({ length: 20 }, (_, at) => `t${at}`) });
    const free = await make();
    const sent = await post('/app/contents/bulk', { do: 'tag', ids: [full.id, free.id], tags: 'one more' });
    expect(sent.status).toBe(422);
    expect(textOf(sent.html)).toContain('1 of 2 is done. This one is unchanged: Full : At most 20 tags.');
  });

  it('ask for tags if there are none, and keep the rows', async () => {
    const { id } = await make({ title: 'Untagged' });
    const sent = await post('/app/contents/bulk', { do: 'tag', ids: [id], tags: ' , ' });
    expect(sent.status).toBe(422);
    expect(textOf(sent.html)).toContain('Which tags should be added to 1 page? Untagged ');
    expect(sent.html).toContain(`name="ids" value="${id}"`);
  });

  it('are deleted after one question about all of them', async () => {
    const made = [await make({ title: 'Doomed A' }), await make({ title: 'Doomed B' })];
    const ids = made.map(({ id }) => id);
    const asked = await post('/app/contents/bulk', { do: 'delete', ids });
    expect(asked.status).toBe(200);
    expect(textOf(asked.html)).toContain('Delete 2 pages permanently?');
    expect(textOf(asked.html)).toContain('Visitors of the 4 short links see');
    expect(await sotto.store.contents.byIds(ids)).toHaveLength(2);
    const sent = await post('/app/contents/bulk', { do: 'delete', ids, sure: 'on' });
    expect(sent.to).toBe('/app/contents?notice=delete&n=2');
    expect(await sotto.store.contents.byIds(ids)).toEqual([]);
  });

  it('can be all that match, on every page of the list', async () => {
    for (let at = 0; at < 23; at++) await make({ campaign: 'bulk-all' }, [{}]);
    const asked = await post('/app/contents/bulk', { do: 'archive', all: 'on', campaign: 'bulk-all' });
    expect(textOf(asked.html)).toContain('Archive 23 pages?');
    expect(textOf(asked.html)).toContain('They disappear from the lists');
    expect(textOf(asked.html)).toContain('You can unarchive them at any time.');
    expect(textOf((await get('/app/contents?campaign=bulk-all')).html)).toContain(
      'All that match, on other pages, too',
    );
  });

  it('are the ticked ones, so that nothing happens to none', async () => {
    expect((await post('/app/links/bulk', { do: 'delete' })).to).toBe('/app/links?notice=none');
    expect((await post('/app/links/bulk', { do: 'nonsense', ids: ['lnk_0'] })).to).toBe(
      '/app/links?notice=none',
    );
  });

  it('show boxes only to members who may change them', async () => {
    await make();
    expect((await get('/app/contents', 'viewer')).html).not.toContain('name="ids"');
    expect((await get('/app/contents', 'editor')).html).toContain('name="ids"');
  });
});
