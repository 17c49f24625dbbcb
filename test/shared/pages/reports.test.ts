import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { type MemberBrowser, openBrowser } from '../../support/member-browser.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;
const MEMBER = 'Inès Duarte';
const HOSTILE = `"><script>alert(1)</script><img src=x> \u202e`;

let sotto: Sotto;
let editor: MemberBrowser;
let links: Link[];
beforeAll(async () => {
  sotto = await open();
  const cookie = `${COOKIE}=${await signIn(sotto.deps, 'editor', { name: MEMBER })}`;
  const browser = openBrowser(sotto);
  editor = {
    get: (path) => browser.get(path, { Cookie: cookie }),
    post: (path, fields) => browser.post(path, fields, { Cookie: cookie }),
    cookie: () => cookie,
  };
  links = await share();
});
afterAll(() => sotto.close());
// Openings of one network are limited, so that each test has its own.
let peer = 0;
beforeEach(() => {
  peer++;
});

/** A content in three channels, with clicks of two days, of countries large and small. */
async function share() {
  const content = newContent({ title: 'Guide <one>', createdAt: sotto.clock.now - 60 * DAY });
  const minted =
    (await mintLinks(sotto.store, content, [
      newLink({ channel: 'whatsapp' }),
      newLink({ channel: 'slack' }),
      newLink({ channel: 'linkedin' }),
    ])) ?? [];
  const [whatsapp, slack, linkedin] = minted;
  if (!whatsapp || !slack || !linkedin) throw new Error('not minted');
  const at = sotto.clock.now - 2 * DAY;
  const clicks = (link: Link, count: number, country: string, day = 0) =>
    Array.from({ length: count }, (_, second) =>
      hitOn(link, { at: at + day * DAY + second * 2_000, country }),
    );
  await sotto.store.hits.append([
    ...clicks(whatsapp, 41, 'FR'),
    ...clicks(whatsapp, 12, 'BE', 1),
    ...clicks(slack, 11, 'FR', 1),
    ...clicks(linkedin, 21, 'DE', 1),
    ...clicks(linkedin, 3, 'LU', 1),
    ...clicks(linkedin, 1, 'MC', 1),
    hitOn(whatsapp, { at, kind: 'preview', app: 'teams', certainty: 'sure', reason: 'preview_agent' }),
  ]);
  return minted;
}

const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');

async function make(fields: Record<string, string> = {}): Promise<string> {
  const response = await editor.post('/app/reports?lang=en', { period: '7d', life: '30', ...fields });
  const html = await response.text();
  expect(response.status, textOf(html)).toBe(200);
  return /\/app\/shared\/[\w-]{43}/.exec(html)?.[0] ?? '';
}

/** Opens an address as somebody without an account. */
const openAs = (path: string, headers: Record<string, string> = {}) =>
  sotto.request(path, { headers, peer: `198.51.${peer}.1` });
const read = async (path: string) => (await openAs(`${path}?lang=en`)).text();

describe('a report', () => {
  it('opens for anybody who has its address, with figures rounded to five, and small groups among the others', async () => {
    const text = textOf(await read(await make()));
    expect(text).toContain(
      'In the last 7 days, 72% of clicks came through private channels. WhatsApp carries the most, and one older page is spreading again',
    );
    expect(text).toContain('90 clicks');
    expect(text).toContain('Private channels brought 65 of 90 clicks.');
    expect(text).toMatch(/France 50 .*Germany 20 .*Others 15/);
    expect(text).not.toMatch(/Luxembourg|Monaco|Belgium/);
    expect(text).toContain('rounded to the nearest five');
  });

  it('shows neither members nor a way into the application, and leaks its address to nobody', async () => {
    const response = await openAs(await make({ name: 'Board, November' }));
    const html = await response.text();
    expect(textOf(html)).toContain('Board, November');
    expect(html).not.toContain(MEMBER);
    expect(html).not.toMatch(/href="\/app(?!\/shared\/)|action=|\/docs|<nav/);
    expect(html).not.toMatch(/(cnt|lnk|mem)_\w{5}/);
    expect(html).toContain('<meta name="robots" content="noindex, nofollow"/>');
    expect(response.headers.get('X-Robots-Tag')).toContain('noindex');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('Content-Security-Policy')).toContain("form-action 'none'");
  });

  it('is about one content, or only some links, as its maker chose', async () => {
    const [whatsapp] = links;
    const other = newContent({ title: 'Another' });
    const [more] = (await mintLinks(sotto.store, other, [newLink({ channel: 'qr' })])) ?? [];
    if (!more) throw new Error('not minted');
    await sotto.store.hits.append(
      Array.from({ length: 30 }, (_, at) => hitOn(more, { at: sotto.clock.now - 3 * DAY + at * 2_000 })),
    );
    expect(textOf(await read(await make()))).toContain('120 clicks');
    const ofContent = textOf(await read(await make({ contentId: whatsapp?.contentId ?? '' })));
    expect(ofContent).toContain('Guide &lt;one&gt;');
    expect(ofContent).toContain('90 clicks');
    const ofSlack = textOf(await read(await make({ channel: 'slack' })));
    expect(ofSlack).toContain('10 clicks in the last 7 days.');
    expect(textOf(await read(await make({ tag: 'nobody has this' })))).toContain('Fewer than five clicks');
  });

  it('has fixed days, in the zone of its maker', async () => {
    const text = textOf(await read(await make({ period: 'fixed', from: '2026-10-05', to: '2026-10-05' })));
    expect(text).toContain('5 October 2026');
    expect(text).toContain('40 clicks');
    expect(text).toContain('Europe/Paris');
  });

  it('speaks the language of its maker’s choice, else the reader’s', async () => {
    const french = await make({ language: 'fr' });
    expect(await (await openAs(french)).text()).toMatch(/<html lang="fr"/);
    expect(await (await openAs(`${french}?lang=en`)).text()).toMatch(/<html lang="en"/);
    const any = await make();
    expect(await (await openAs(any, { 'Accept-Language': 'fr' })).text()).toMatch(/<html lang="fr"/);
  });

  it('shows hostile names as text', async () => {
    const html = await read(await make({ name: HOSTILE.slice(0, 70), campaign: HOSTILE }));
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
  });

  it('says the same to a member', async () => {
    const address = await make();
    const asMember = await sotto.request(`${address}?lang=en`, { headers: { Cookie: editor.cookie() } });
    expect(await asMember.text()).toBe(await read(address));
  });
});

describe('the address of a report', () => {
  it('is shown once, and stored as a hash', async () => {
    const address = await make({ name: 'Secret' });
    const token = address.split('/').at(-1) ?? '';
    expect(await (await editor.get('/app/reports')).text()).not.toContain(token);
    const [rows = []] = await sotto.engine.read([sql`SELECT * FROM shared_reports`]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('opens nothing once it is revoked, or has expired', async () => {
    const [revoked, expiring] = [
      await make({ name: 'Revoked' }),
      await make({ name: 'Expiring', life: '7' }),
    ];
    const [, report] = await sotto.store.sharedReports.list();
    expect(report?.name).toBe('Revoked');
    const answer = await editor.post(`/app/reports/${report?.id}/revoke`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/app/reports?notice=revoked']);
    const gone = await openAs(revoked);
    expect([gone.status, textOf(await gone.text())]).toEqual([410, expect.stringContaining('has ended')]);
    expect((await editor.post(`/app/reports/${report?.id}/revoke`)).status).toBe(404);
    sotto.clock.now += 8 * DAY;
    expect((await openAs(expiring)).status).toBe(410);
    sotto.clock.now -= 8 * DAY;
    expect((await openAs(expiring)).status).toBe(200);
  });

  it('is 404 if nobody has made it', async () => {
    for (const token of ['x'.repeat(43), 'short']) {
      const response = await openAs(`/app/shared/${token}`);
      expect([token, response.status]).toEqual([token, 404]);
      expect(await response.text()).not.toMatch(/href="\/app"/);
    }
  });

  it('is refused to a network that has tried many wrong ones', async () => {
    const address = await make();
    for (let at = 0; at < 20; at++) await openAs(`/app/shared/${'y'.repeat(43)}`);
    const refused = await openAs(address);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '600']);
    peer++;
    expect((await openAs(address)).status).toBe(200);
  });

  it('is listed with its last opening, for members who may make links', async () => {
    const address = await make({ name: 'Listed' });
    const list = async () => textOf(await (await editor.get('/app/reports?lang=en')).text());
    expect(await list()).toMatch(/Listed All content \(the overview\) The last 7 days .* never Inès Duarte/);
    await openAs(address);
    expect((await sotto.store.sharedReports.list())[0]?.lastOpenedAt).toBe(sotto.clock.now);
    expect(await list()).toMatch(/Listed [^R]*7 Oct 2026/);
  });

  it('is not made of wrong fields, which the form keeps', async () => {
    const wrong = await editor.post('/app/reports?lang=en', {
      name: 'x'.repeat(81),
      period: 'fixed',
      from: '2026-13-01',
    });
    const html = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(html).toContain('Enter at most 80 characters.');
    expect(html).toContain('Enter two days');
    for (const name of ['from', 'to'])
      expect(html).toMatch(new RegExp(`<input id="${name}"[^>]* aria-invalid="true"`));
    expect(html).toContain(`value="${'x'.repeat(81)}"`);
    const unknown = await editor.post('/app/reports?lang=en', { contentId: 'cnt_none', period: '7d' });
    expect([unknown.status, textOf(await unknown.text())]).toEqual([
      422,
      expect.stringContaining('does not exist'),
    ]);
  });

  it('is filled in from the view that is shared', async () => {
    const html = await (
      await editor.get('/app/reports?lang=en&channel=slack&from=2026-10-01&to=2026-10-05')
    ).text();
    expect(html).toMatch(/<option value="slack" selected/);
    expect(html).toMatch(/<option value="fixed" selected/);
    expect(html).toContain('value="2026-10-05"');
  });

  it('says in a sentence that no day has enough clicks to be shown, instead of an empty chart', async () => {
    const quiet = newContent({ createdAt: sotto.clock.now - 60 * DAY });
    const [link] = (await mintLinks(sotto.store, quiet, [newLink({ channel: 'slack' })])) ?? [];
    if (!link) throw new Error('not minted');
    const daily = Array.from({ length: 6 }, (_, day) =>
      hitOn(link, { at: sotto.clock.now - (day + 1) * DAY, country: 'FR' }),
    );
    await sotto.store.hits.append(daily);
    const page = await read(await make({ contentId: quiet.id }));
    expect(page).toContain('No day has five clicks.');
    expect(page).not.toContain('<svg class="ch');
  });

  it('is deleted thirty days after its end', async () => {
    const before = sotto.clock.now;
    await make({ name: 'Old', life: '7' });
    await make({ name: 'Endless', life: '0' });
    while (await sotto.store.maintenance.purgeAudit(before + 36 * DAY));
    const names = async () => (await sotto.store.sharedReports.list()).map(({ name }) => name);
    expect(await names()).toContain('Old');
    while (await sotto.store.maintenance.purgeAudit(before + 38 * DAY));
    expect(await names()).not.toContain('Old');
    expect(await names()).toContain('Endless');
  });
});
