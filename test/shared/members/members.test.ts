import { Secret, TOTP } from 'otpauth';
import { afterAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { SYSTEM_AUTHOR } from '../../../src/audit/audit-entry.ts';
import type { Role } from '../../../src/members/member.ts';
import { createOwnerLink, createResetLink, invite } from '../../../src/members/tickets.ts';
import { openBrowser, PASSWORD, pathOf } from '../../support/member-browser.ts';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { everyTable, tablesWith } from '../../support/store/tables.ts';

const sotto = await open();
afterAll(() => sotto.close());
const deps = { ...sotto.deps, author: SYSTEM_AUTHOR };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let people = 0;
/** A new member in a browser of their own, on a network of their own. */
async function newMember(role: Role) {
  people += 1;
  const email = `person${people}@example.com`;
  const browser = openBrowser(sotto, `198.51.100.${people}`);
  const link = await invite(deps, { email, role });
  if (link === 'taken') throw new Error(email);
  const joined = await browser.post(pathOf(link.url), { name: `Person ${people}`, password: PASSWORD });
  expect(joined.status).toBe(303);
  const member = await sotto.store.members.secretsOf({ email });
  return { browser, email, id: member?.id ?? '' };
}
const signIn = (email: string, password = PASSWORD, peer = '192.0.2.1') => {
  const browser = openBrowser(sotto, peer);
  return browser.post('/app/sign-in', { email, password }).then((response) => ({ browser, response }));
};

describe('the first account', () => {
  it('is made by the one-use link, and by no second use of it', async () => {
    const link = await createOwnerLink(deps);
    const again = await createOwnerLink(deps);
    // Each start of the server makes a new link, and the old one becomes invalid.
    expect((await openBrowser(sotto).get(pathOf(link?.url ?? ''))).status).toBe(410);
    const path = pathOf(again?.url ?? '');
    const owner = openBrowser(sotto);
    expect((await owner.get('/app')).headers.get('Location')).toBe('/app/sign-in');
    expect((await owner.get(path)).status).toBe(200);
    const given = { email: 'Owner@Example.com ', name: 'Olive', password: PASSWORD };
    const [one, other] = await Promise.all([
      owner.post(path, given),
      openBrowser(sotto).post(path, { ...given, email: 'two@example.com' }),
    ]);
    expect([one.status, other.status].toSorted()).toEqual([303, 410]);
    expect(await sotto.store.members.list()).toMatchObject([
      { role: 'admin', email: expect.stringMatching(/^(owner|two)@example\.com$/) },
    ]);
    expect((await openBrowser(sotto).post(path, given)).status).toBe(410);
    expect(await createOwnerLink(deps)).toBeNull();
  });
});

describe('an invitation', () => {
  it('works once, for 24 hours, with its address and role', async () => {
    const link = await invite(deps, { email: 'ines@example.com', role: 'editor' });
    if (link === 'taken') throw new Error();
    const path = pathOf(link.url);
    // The scanner of a mail opens it.
    for (let times = 0; times < 3; times += 1) expect((await openBrowser(sotto).get(path)).status).toBe(200);
    const browser = openBrowser(sotto);
    const short = await browser.post(path, { name: 'Ines', password: 'short' });
    expect(short.status).toBe(422);
    const joined = await browser.post(path, { email: 'other@example.com', name: 'Ines', password: PASSWORD });
    expect([joined.status, joined.headers.get('Location')]).toEqual([303, '/app']);
    expect((await browser.get('/app')).status).toBe(200);
    expect(await sotto.store.members.secretsOf({ email: 'ines@example.com' })).toMatchObject({
      role: 'editor',
    });
    expect((await openBrowser(sotto).post(path, { name: 'Ines', password: PASSWORD })).status).toBe(410);

    const late = await invite(deps, { email: null, role: 'viewer' });
    if (late === 'taken') throw new Error();
    sotto.clock.now += DAY;
    expect((await openBrowser(sotto).get(pathOf(late.url))).status).toBe(410);
  });

  it('for an address that a member has is refused', async () => {
    const { email } = await newMember('viewer');
    expect(await invite(deps, { email, role: 'admin' })).toBe('taken');
  });
});

describe('signing in', () => {
  it('needs the password, in whatever case the address is written', async () => {
    const { email } = await newMember('viewer');
    const { browser, response } = await signIn(email.toUpperCase());
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/app']);
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^sotto-http=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await browser.get('/app')).status).toBe(200);
    expect((await signIn(email, 'wrong password here')).response.status).toBe(403);
  });

  it('says the same of a wrong password and of an unknown address', async () => {
    const { email } = await newMember('viewer');
    const wrong = await signIn(email, 'wrong password here', '192.0.2.31');
    const unknown = await signIn(email.replace('person', 'nobody'), 'wrong password here', '192.0.2.31');
    const text = async ({ response }: { response: Response }) =>
      (await response.text()).replaceAll(/(person|nobody)\d+/g, '');
    expect(unknown.response.status).toBe(wrong.response.status);
    expect(await text(unknown)).toBe(await text(wrong));
  });

  it('is limited by account and network, and the right password is refused then, too', async () => {
    const { email } = await newMember('viewer');
    const statuses = [];
    for (let times = 0; times < 11; times += 1)
      statuses.push((await signIn(email, 'wrong password here', '192.0.2.44')).response.status);
    expect(statuses).toEqual([...Array(10).fill(403), 429]);
    const refused = await signIn(email, PASSWORD, '192.0.2.44');
    expect(refused.response.status).toBe(429);
    expect(Number(refused.response.headers.get('Retry-After'))).toBeGreaterThan(0);
    // The member on another network gets in.
    expect((await signIn(email, PASSWORD, '203.0.113.99')).response.status).toBe(303);
    sotto.clock.now += HOUR;
    expect((await signIn(email, PASSWORD, '192.0.2.44')).response.status).toBe(303);
  });

  it('is limited by account, from however many networks', async () => {
    const { email } = await newMember('viewer');
    const statuses = [];
    for (let n = 0; n < 70; n += 1)
      statuses.push((await signIn(email, 'wrong password here', `10.${n}.0.1`)).response.status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(60);
    sotto.clock.now += HOUR;
  });

  it('leads on to the page that was asked for, and to no other site', async () => {
    const { email } = await newMember('viewer');
    const asked = await openBrowser(sotto).get('/app/settings/account?x=1');
    expect(asked.headers.get('Location')).toBe('/app/sign-in?next=%2Fapp%2Fsettings%2Faccount%3Fx%3D1');
    const led = async (next: string) =>
      (
        await openBrowser(sotto, '192.0.2.50').post('/app/sign-in', { email, password: PASSWORD, next })
      ).headers.get('Location');
    expect(await led('/app/settings/account?x=1')).toBe('/app/settings/account?x=1');
    for (const next of [
      '//evil.example',
      'https://evil.example',
      '/apps',
      '/app/../x\\y',
      '/\\evil',
      '/app/sign-in',
      '',
    ])
      expect(await led(next)).toBe('/app');
  });
});

describe('a session', () => {
  it('ends when it is signed out, and its cookie opens nothing any more', async () => {
    const { browser } = await newMember('viewer');
    const stolen = { Cookie: browser.cookie() };
    expect((await sotto.request('/app', { headers: stolen })).status).toBe(200);
    await browser.post('/app/sign-out');
    expect(browser.cookie()).toBe('');
    expect((await sotto.request('/app', { headers: stolen })).status).toBe(303);
  });

  it('is listed with a coarse device, and can be ended from another', async () => {
    const { browser, email, id } = await newMember('viewer');
    const other = openBrowser(sotto);
    await other.post('/app/sign-in', { email, password: PASSWORD }, { 'User-Agent': `${CHROME} secretmark` });
    expect(await (await browser.get('/app/settings/account')).text()).toContain('Chrome on Windows');
    const [session] = (await sotto.store.members.sessions(id)).filter(
      ({ browser: name }) => name === 'Chrome',
    );
    await browser.post(`/app/settings/account/sessions/${session?.id}/end`);
    expect((await other.get('/app')).status).toBe(303);
    expect((await browser.get('/app')).status).toBe(200);
    expect(tablesWith(await everyTable(sotto.engine), 'secretmark')).toEqual([]);
    expect(tablesWith(await everyTable(sotto.engine), '198.51.100.')).toEqual([]);
  });

  it.each(['PST', 'Factory', '+01:00'])(
    'keeps its time zone from what statistics refuse: %s',
    async (timezone) => {
      const { browser } = await newMember('viewer');
      const answer = await browser.post('/app/settings/account', { name: 'Ana', language: '', timezone });
      expect(await answer.text()).toContain(`value="${timezone}"`);
      expect((await browser.get('/app')).status).toBe(200);
      const { status } = await browser.post('/app/settings/account', {
        name: 'Ana',
        language: '',
        timezone: 'Asia/Tokyo',
      });
      expect(status).toBe(303);
    },
  );

  it('marks every wrong field of the profile at once', async () => {
    const { browser } = await newMember('viewer');
    const wrong = { name: ' ', language: '', timezone: 'Europe/Atlantis' };
    const answer = await browser.post('/app/settings/account', wrong);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    for (const name of ['name', 'timezone'])
      expect(html.match(/<input[^>]*>/g)?.find((input) => input.includes(`name="${name}"`))).toContain(
        'aria-invalid',
      );
  });

  it('of somebody else cannot be ended', async () => {
    const [mine, theirs] = [await newMember('viewer'), await newMember('admin')];
    const [session] = await sotto.store.members.sessions(theirs.id);
    await mine.browser.post(`/app/settings/account/sessions/${session?.id}/end`);
    expect((await theirs.browser.get('/app')).status).toBe(200);
  });

  it('ends with all others at once', async () => {
    const { browser, email } = await newMember('viewer');
    const { browser: other } = await signIn(email);
    await browser.post('/app/settings/account/sessions/end');
    for (const each of [browser, other]) expect((await each.get('/app')).status).toBe(303);
  });

  it('ends after two weeks without use, and after 90 days', async () => {
    const idle = await newMember('viewer');
    sotto.clock.now += 14 * DAY;
    expect((await idle.browser.get('/app')).status).toBe(303);
    const busy = await newMember('viewer');
    for (let days = 0; days < 88; days += 8) {
      expect((await busy.browser.get('/app')).status).toBe(200);
      sotto.clock.now += 8 * DAY;
    }
    sotto.clock.now += 2 * DAY;
    expect((await busy.browser.get('/app')).status).toBe(303);
    while (await sotto.store.maintenance.purgeAudit(sotto.clock.now));
    expect(await sotto.store.members.sessions(busy.id)).toEqual([]);
  });

  it('is stored as a hash', async () => {
    const { browser } = await newMember('viewer');
    expect(tablesWith(await everyTable(sotto.engine), browser.cookie().split('=')[1] ?? '-')).toEqual([]);
  });
});

describe('a new password', () => {
  it('needs the current one, and ends the other sessions', async () => {
    const { browser, email } = await newMember('viewer');
    const { browser: other } = await signIn(email);
    const change = (current: string, password: string) =>
      browser.post('/app/settings/account/password', { current, password });
    expect((await change('not the password', 'a brand new sentence')).status).toBe(422);
    expect((await change(PASSWORD, 'short')).status).toBe(422);
    expect((await change(PASSWORD, 'a brand new sentence')).status).toBe(303);
    expect((await browser.get('/app')).status).toBe(200);
    expect((await other.get('/app')).status).toBe(303);
    expect((await signIn(email)).response.status).toBe(403);
    expect((await signIn(email, 'a brand new sentence')).response.status).toBe(303);
  });

  it('is set with a reset link, once and within an hour', async () => {
    const { browser, email, id } = await newMember('viewer');
    const link = await createResetLink(deps, id);
    const path = pathOf(link?.url ?? '');
    expect(await (await openBrowser(sotto).get(path)).text()).toContain(email);
    const reset = await openBrowser(sotto).post(path, { password: 'a brand new sentence' });
    expect(reset.headers.get('Location')).toBe('/app/sign-in?notice=reset');
    expect((await browser.get('/app')).status).toBe(303);
    expect((await openBrowser(sotto).post(path, { password: 'another new sentence' })).status).toBe(410);
    expect((await signIn(email, 'a brand new sentence')).response.status).toBe(303);
    const late = await createResetLink(deps, id);
    sotto.clock.now += HOUR;
    expect((await openBrowser(sotto).get(pathOf(late?.url ?? ''))).status).toBe(410);
  });
});

describe('the second factor', () => {
  const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const codeNow = () =>
    new TOTP({ secret: Secret.fromBase32(SECRET) }).generate({ timestamp: sotto.clock.now });

  /** A member with a second factor, their recovery codes, and a way to sign in with a code. */
  async function withFactor() {
    const { browser, email } = await newMember('viewer');
    const page = '/app/settings/account/second-factor';
    expect((await browser.post(page, { secret: SECRET, code: '000000' })).status).toBe(422);
    const on = await browser.post(page, { secret: SECRET, code: codeNow() });
    const codes = (await on.text()).match(/\b(?:[0-9a-z]{4}-){3}[0-9a-z]{4}\b/g) ?? [];
    sotto.clock.now += 60_000; // the code that turned it on is used
    const enter = async (code: string) => {
      const { browser: other, response } = await signIn(email, PASSWORD, '203.0.113.7');
      expect([response.status, other.cookie()]).toEqual([200, '']);
      const [, ticket = ''] = /name="ticket" value="([\w-]+)"/.exec(await response.text()) ?? [];
      const entered = await other.post('/app/sign-in/code', { ticket, code });
      return { status: entered.status, page: await other.get('/app') };
    };
    return { browser, codes, enter };
  }

  it('is asked for after the password, and no code works twice', async () => {
    const { enter } = await withFactor();
    const code = codeNow();
    expect((await enter('123')).status).toBe(403);
    const right = await enter(code);
    expect([right.status, right.page.status]).toEqual([303, 200]);
    const again = await enter(code);
    expect([again.status, again.page.status]).toEqual([403, 303]);
    sotto.clock.now += 60_000;
    expect((await enter(codeNow())).status).toBe(303);
  });

  it('is replaced by each recovery code once, also if it is sent twice at once', async () => {
    const { codes, enter, browser } = await withFactor();
    expect(codes).toHaveLength(10);
    const statuses = await Promise.all([enter(codes[3] ?? ''), enter(codes[3] ?? '')]);
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([303, 403]);
    expect((await enter((codes[4] ?? '').toUpperCase().replaceAll('-', ' '))).status).toBe(303);
    expect(await (await browser.get('/app/settings/account?lang=en')).text()).toContain('8 recovery codes');
    const rows = await everyTable(sotto.engine);
    for (const code of codes) expect(tablesWith(rows, code.replaceAll('-', ''))).toEqual([]);
  });
});

describe('the removal of a member', () => {
  it('is asked for on a page that says what is lost, and done by its form alone', async () => {
    const { browser } = await newMember('admin');
    const { id, browser: theirs } = await newMember('editor');
    const path = `/app/settings/members/${id}`;
    const page = await (await browser.get(`${path}?lang=en`)).text();
    expect(page).not.toContain(`action="${path}/remove`);
    expect(page).toContain(`href="${path}/remove?lang=en"`);
    const asked = await browser.get(`${path}/remove?lang=en`);
    const question = await asked.text();
    expect([asked.status, question]).toEqual([
      200,
      expect.stringContaining(`action="${path}/remove?lang=en"`),
    ]);
    expect(question).toContain('The member is signed out everywhere');
    expect((await theirs.get('/app')).status).toBe(200);
    expect((await browser.post(`${path}/remove`)).headers.get('Location')).toContain('notice=removed');
    expect((await theirs.get('/app')).status).toBe(303);
    expect((await browser.get(`${path}/remove`)).status).toBe(404);
  });
});

describe('the last admin', () => {
  it('cannot be removed and keeps the role, also if two admins remove each other at once', async () => {
    const list = await sotto.store.members.list();
    const [first] = list.filter(({ role }) => role === 'admin');
    const { browser, id } = await newMember('admin');
    for (const admin of list.filter((each) => each.role === 'admin' && each.id !== first?.id))
      await browser.post(`/app/settings/members/${admin.id}/remove`);
    const note = {
      author: SYSTEM_AUTHOR,
      at: sotto.clock.now,
      action: 'member.delete' as const,
      objectId: 'x',
      fields: [],
    };
    const outcomes = await Promise.all([
      sotto.store.members.remove(id, note),
      sotto.store.members.remove(first?.id ?? '', note),
    ]);
    expect(outcomes.toSorted()).toEqual(['last_admin', 'removed']);
    const admins = (await sotto.store.members.list()).filter(({ role }) => role === 'admin');
    expect(admins).toHaveLength(1);
    const [last] = admins;
    expect(
      await sotto.store.members.update(
        last?.id ?? '',
        { role: 'viewer' },
        { ...note, action: 'member.update' },
      ),
    ).toBe('last_admin');
    expect(
      await sotto.store.members.update(
        last?.id ?? '',
        { role: 'admin' },
        { ...note, action: 'member.update' },
      ),
    ).toBe('updated');
  });
});
