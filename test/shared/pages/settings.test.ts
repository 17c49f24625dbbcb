/** The pages of the settings: domains, keys, UTM values, networks, the state of the system. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Deps, Outgoing } from '../../../src/ports.ts';
import { unique } from '../../support/fixtures/records.ts';
import { type MemberBrowser, openBrowser } from '../../support/member-browser.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { ADMIN_KEY, assemble, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
let admin: MemberBrowser;
/** What the server finds outside of itself; tests replace it. */
const outside: Pick<Deps, 'health'> & { outgoing: Outgoing } = {
  outgoing: () => Promise.reject(new Error('Nothing is there')),
  health: async () => [],
};
beforeAll(async () => {
  sotto = await assemble(await openRuntime(), {
    outgoing: (...asked) => outside.outgoing(...asked),
    health: () => outside.health(),
  });
  const cookie = `${COOKIE}=${await signIn(sotto.deps, 'admin', { timezone: null })}`;
  const browser = openBrowser(sotto);
  admin = {
    get: (path, headers = {}) => browser.get(path, { Cookie: cookie, ...headers }),
    post: (path, fields = {}, headers = {}) => browser.post(path, fields, { Cookie: cookie, ...headers }),
    cookie: () => cookie,
  };
});
afterAll(() => sotto.close());

const textOf = async (path: string) => (await admin.get(path)).text();
const post = async (path: string, fields: Record<string, string> = {}) => {
  const response = await admin.post(path, fields);
  return { status: response.status, to: response.headers.get('Location'), text: await response.text() };
};

describe('domains', () => {
  const DOMAINS = '/app/settings/domains';

  it('are added, changed and removed', async () => {
    const domain = `${unique().toLowerCase()}.example`;
    const added = await post(DOMAINS, { domain, rootUrl: 'www.pages.example', notFoundUrl: '' });
    expect([added.status, added.to]).toEqual([303, `${DOMAINS}/${domain}?notice=added`]);
    const list = await textOf(DOMAINS);
    expect(list).toContain(`href="${DOMAINS}/${domain}"`);
    expect(list).toContain('<span class="folder">https://www.pages.example/</span>');
    expect((await sotto.api('GET', `/domains/${domain}`)).body).toMatchObject({
      rootUrl: 'https://www.pages.example/',
      notFoundUrl: null,
    });
    const changed = await post(`${DOMAINS}/${domain}`, { notFoundUrl: 'https://www.pages.example/lost' });
    expect(changed.status).toBe(303);
    expect((await sotto.api('GET', `/domains/${domain}`)).body).toMatchObject({
      rootUrl: null,
      notFoundUrl: 'https://www.pages.example/lost',
    });
    expect(await textOf(`${DOMAINS}/${domain}/remove`)).toContain('can no longer be chosen');
    const removed = await post(`${DOMAINS}/${domain}/remove`);
    expect([removed.status, removed.to]).toEqual([303, `${DOMAINS}?notice=removed`]);
    expect((await admin.get(`${DOMAINS}/${domain}`)).status).toBe(404);
  });

  it('that are wrong are refused at their field, and nothing that was typed is lost', async () => {
    const wrong = await post(DOMAINS, { domain: 'https://x.example/path', rootUrl: 'https://kept.example/' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(wrong.text).toContain('value="https://x.example/path"');
    expect(wrong.text).toContain('value="https://kept.example/"');
    const loop = await post(DOMAINS, { domain: 'new.example', rootUrl: 'http://sotto.test/x' });
    expect([loop.status, loop.text]).toEqual([422, expect.stringContaining('a page on another site')]);
    expect((await post(DOMAINS, { domain: 'sotto.test' })).status).toBe(422);
  });

  it('are checked on request, with the result in words', async () => {
    outside.outgoing = async (url) => {
      const { status, headers, body } = await sotto.request(url);
      return { status, header: (name) => headers.get(name), body };
    };
    await post(DOMAINS, { domain: 'checked.example' });
    expect((await post(`${DOMAINS}/checked.example/check`)).text).toContain('checked.example leads here');
    expect((await post(`${DOMAINS}/sotto.test/check`)).text).toContain('sotto.test leads here');
    outside.outgoing = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    const missing = await post(`${DOMAINS}/checked.example/check`);
    expect([missing.status, missing.text]).toEqual([200, expect.stringContaining('has no address yet')]);
    expect((await post(`${DOMAINS}/other.example/check`)).status).toBe(404);
  });

  it('with links stay', async () => {
    const domain = `${unique().toLowerCase()}.example`;
    await post(DOMAINS, { domain });
    await sotto.api('POST', '/links', { url: 'https://pages.example/x', domain });
    const refused = await post(`${DOMAINS}/${domain}/remove`);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Links were created')]);
    expect((await sotto.api('GET', `/domains/${domain}`)).status).toBe(200);
  });
});

describe('API keys', () => {
  const KEYS = '/app/settings/keys';
  const idOf = (text: string, name: string) =>
    new RegExp(`<bdi>${name}</bdi>.*?/keys/(key_[\\w-]+)`, 's').exec(text)?.[1] ?? '';
  const shownIn = (text: string) => /sotto_key_[\w-]+/.exec(text)?.[0] ?? '';
  const statusWith = async (key: string) =>
    (await sotto.request('/api/v1/links', { headers: { Authorization: `Bearer ${key}` } })).status;

  it('are created, shown once, renamed, replaced and revoked', async () => {
    const created = await post(KEYS, { name: 'Newsletter', scopes: 'links:read', lastDay: '2026-10-08' });
    const key = shownIn(created.text);
    expect([created.status, await statusWith(key)]).toEqual([200, 200]);
    const list = await textOf(KEYS);
    expect(list).not.toContain(key);
    const id = idOf(list, 'Newsletter');
    expect((await sotto.api('GET', `/keys/${id}`)).body).toMatchObject({
      scopes: ['links:read'],
      expiresAt: '2026-10-09T00:00:00.000Z',
    });
    const saved = await post(`${KEYS}/${id}`, {
      name: 'Mailing <b>',
      scopes: 'links:write',
      lastDay: '2026-10-08',
    });
    expect(saved.status).toBe(303);
    expect(await textOf(KEYS)).toContain('<bdi>Mailing &lt;b&gt;</bdi>');
    expect(await textOf(KEYS)).toContain('after 8\u00a0October 2026');
    expect(await textOf(`${KEYS}/${id}`)).toContain('after 8\u00a0October 2026');

    const rolled = await post(`${KEYS}/${id}/roll`, { overlap: '0' });
    const next = shownIn(rolled.text);
    expect([rolled.status, await statusWith(key), await statusWith(next)]).toEqual([200, 401, 200]);
    const nextId = idOf(await textOf(KEYS), 'Mailing &lt;b&gt;');
    expect(await textOf(`${KEYS}/${nextId}/revoke`)).toContain('cannot be undone');
    expect((await post(`${KEYS}/${nextId}/revoke`)).status).toBe(303);
    expect(await statusWith(next)).toBe(401);
    const rolledAgain = await post(`${KEYS}/${nextId}/roll`);
    expect([rolledAgain.status, shownIn(rolledAgain.text)]).toEqual([409, '']);
  });

  it.each([
    [{ name: '', scopes: 'links:read' }, 'Enter a name'],
    [{ name: 'x'.repeat(101), scopes: 'links:read' }, 'Enter a name'],
    [{ name: 'Kept' }, 'Choose at least one'],
    [{ name: 'Kept', scopes: 'all' }, 'Choose at least one'],
    [{ name: 'Kept', scopes: 'admin', lastDay: '2026-10-06' }, 'Choose today or a later day'],
    [{ name: 'Kept', scopes: 'admin', lastDay: '2026-13-01' }, 'Choose today or a later day'],
  ])('are refused as %j', async (fields, sentence) => {
    const before = (await sotto.store.keys.list()).length;
    const { status, text } = await post(KEYS, fields);
    expect([status, text]).toEqual([422, expect.stringContaining(sentence)]);
    if (fields.name === 'Kept') expect(text).toContain('value="Kept"');
    expect(await sotto.store.keys.list()).toHaveLength(before);
  });

  it('can do everything as long as one of them is left', async () => {
    const { settings } = sotto.deps;
    settings.adminKey = null;
    try {
      await post(KEYS, { name: 'Last', scopes: 'admin' });
      const id = idOf(await textOf(KEYS), 'Last');
      const revoked = await post(`${KEYS}/${id}/revoke`);
      expect([revoked.status, revoked.text]).toEqual([409, expect.stringContaining('the last key')]);
      const lowered = await post(`${KEYS}/${id}`, { name: 'Last', scopes: 'links:read' });
      expect([lowered.status, lowered.text]).toEqual([409, expect.stringContaining('the last key')]);
      expect((await sotto.api('GET', `/keys/${id}`)).status).toBe(401); // with the key of the settings
      expect(await sotto.store.keys.get(id)).toMatchObject({ scopes: ['admin'], revokedAt: null });
    } finally {
      settings.adminKey = ADMIN_KEY;
    }
  });
});

describe('UTM values', () => {
  it('are set in full by the form, and return to the built-in ones', async () => {
    const path = '/app/settings/utm/slack';
    expect(await textOf(path)).toContain('utm_source=slack&amp;utm_medium=social&amp;utm_content=private');
    const fields = { source: 'slack', medium: 'chat', content: '', campaign: '', term: '"><b>' };
    expect((await post(path, fields)).status).toBe(303);
    expect((await sotto.api('GET', '/channels/slack')).body).toMatchObject({
      utmPreset: { medium: 'chat', content: '', term: '"><b>' },
    });
    expect(await textOf('/app/settings/utm')).toContain('&quot;&gt;&lt;b&gt;');
    const long = await post(path, { ...fields, source: 'y'.repeat(201) });
    expect([long.status, long.text]).toEqual([422, expect.stringContaining(`value="${'y'.repeat(201)}"`)]);
    expect((await post(`${path}/reset`)).status).toBe(303);
    expect((await sotto.api('GET', '/channels/slack')).body).toMatchObject({ utmPreset: null });
    expect((await post('/app/settings/utm/fax', {})).status).toBe(404);
  });
});

describe('pages of one domain, key, member or channel', () => {
  it('say what they are about, and lead back to the list', async () => {
    const cases: [place: string, id: string, title: string][] = [
      [
        'domains',
        (await sotto.store.domains.list())[0]?.domain ?? new URL(sotto.deps.settings.publicUrl).host,
        '',
      ],
      [
        'keys',
        (await sotto.api<{ id: string }>('POST', '/keys', { name: 'Back', scopes: ['stats:read'] })).body.id,
        'Back',
      ],
      ['members', (await sotto.store.members.list())[0]?.id ?? '', ''],
      ['utm', 'slack', 'UTM values of Slack'],
    ];
    for (const [place, id, title] of cases) {
      const html = await textOf(`/app/settings/${place}/${id}?lang=en`);
      expect(html, place).toMatch(
        new RegExp(
          `<p class="crumb"><a href="/app/settings/${place}\\?lang=en">[^<]+</a></p><h1 class="h1">[^]*${title}`,
        ),
      );
    }
    expect(await textOf('/app/settings/utm?lang=en')).not.toContain('class="crumb"');
  });
});

describe('general settings', () => {
  const GENERAL = '/app/settings/general';

  it('give members without a choice of their own their language and time zone', async () => {
    expect((await post(GENERAL, { language: 'fr', timezone: 'Asia/Tokyo' })).status).toBe(303);
    const french = await textOf('/app/settings/account');
    expect(french).toContain('<html lang="fr"');
    expect(french).toContain('celui de votre équipe, Asia/Tokyo');
    const wrong = await post(GENERAL, { language: 'fr', timezone: 'Mars' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('value="Mars"')]);
    await post(GENERAL, { language: '', timezone: '' });
    expect(await textOf('/app/settings/account')).toContain('<html lang="en"');
  });

  it('list the networks of the team, and say whether the member’s address is among them', async () => {
    expect(await textOf(GENERAL)).toContain('Your address is 203.0.113.7 right now.');
    expect((await post(`${GENERAL}/networks`, { network: '203.0.113.9/24', name: 'Office' })).status).toBe(
      303,
    );
    const listed = await textOf(GENERAL);
    expect(listed).toContain('203.0.113.0/24');
    expect(listed).toContain('which is in the list');
    const wrong = await post(`${GENERAL}/networks`, { network: 'office', name: 'Kept' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('value="Kept"')]);
    await post(`${GENERAL}/networks/remove`, { network: '203.0.113.0/24' });
    expect(await textOf(GENERAL)).toContain('The list is empty');
    expect(await textOf(GENERAL)).toContain('kept for 13 months');
  });
});

describe('the state of the system', () => {
  it('is told in words, with the words of the server beside them', async () => {
    outside.health = async () => [
      { name: 'disk', status: 'warn', detail: '12 MB are free.' },
      { name: 'later', status: 'pass', detail: 'A check of a later version.' },
    ];
    const page = await (await admin.get('/app/settings/system?lang=fr')).text();
    expect(page).toContain('Il est presque plein');
    expect(page).toContain('12 MB are free.');
    expect(page).toContain('A check of a later version.');
  });
});
