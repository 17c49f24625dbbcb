import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { CLOSED_REPORT_DAYS } from '../../../src/abuse/report.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

interface Report {
  id: string;
  shortUrl: string;
  slug: string;
  domain: string;
  linkId: string | null;
  category: string;
  message: string | null;
  closedAt: string | null;
  outcome: string | null;
}
interface Problem {
  status: number;
  code: string;
  requestId: string;
  errors: { pointer: string }[];
}

const DAY = 86_400_000;
let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

let networks = 0;
/** Each report comes from a network of its own, unless a test names one. */
const network = () => `198.51.${Math.floor(networks / 250)}.${(networks++ % 250) + 1}`;

const sendForm = (fields: Record<string, string>, headers = {}, peer = network()) =>
  sotto.request('/abuse', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': 'zqx-agent', ...headers },
    body: new URLSearchParams(fields).toString(),
    peer,
  });
const sendJson = (body: unknown, peer = network()) =>
  sotto.request('/abuse', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    peer,
  });
const mint = async () => {
  const slug = `s${unique()}`;
  const { body } = await sotto.api<{ id: string; shortUrl: string }>('POST', '/links', {
    url: 'https://pages.example/',
    slug,
  });
  return { ...body, slug };
};
const reportsOf = async (slug: string, status = 'open') => {
  const { body } = await sotto.api<{ data: Report[] }>('GET', `/abuse-reports?limit=100&status=${status}`);
  return body.data.filter((report) => report.slug === slug.toLowerCase());
};

describe('the form', () => {
  it('is reachable from the page about a link, with its address filled in', async () => {
    const { shortUrl } = await mint();
    const info = await (await sotto.request(`${new URL(shortUrl).pathname}+`)).text();
    const [, path = ''] = /href="(\/abuse[^"]*)"/.exec(info) ?? [];
    const page = await sotto.request(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain(`value="${shortUrl}"`);
    expect(html).not.toContain('<script');
  });

  it('keeps what was chosen when it is refused, and chooses nothing for anybody', async () => {
    const form = await (await sotto.request('/abuse')).text();
    expect(form).not.toContain(' checked');
    const refused = await sendForm({ link: 'https://other.example/x', category: 'spam' });
    expect(await refused.text()).toContain('value="spam" required checked>');
  });

  it('marks the field that is wrong, and says why', async () => {
    const { shortUrl } = await mint();
    const right = { link: shortUrl, category: 'spam', message: '' };
    for (const [field, value, tag, text] of [
      ['link', 'https://other.example/x', 'input', 'Copy the whole address.'],
      ['category', '', 'fieldset', 'Choose what is wrong.'],
      ['message', 'x'.repeat(1_001), 'textarea', 'Write at most 1,000 characters.'],
    ] as const) {
      const html = await (await sendForm({ ...right, [field]: value })).text();
      expect(/<p role="alert" id="problem">([^<]+)</.exec(html)?.[1]).toContain(text);
      expect(
        [...html.matchAll(/<(\w+)[^>]* aria-invalid="true" aria-describedby="problem/g)].map(
          ([, name]) => name,
        ),
      ).toEqual([tag]);
    }
  });

  it('is in French for people who prefer it', async () => {
    const page = await sotto.request('/abuse', { headers: { 'Accept-Language': 'fr' } });
    expect(await page.text()).toContain('Signaler un lien');
    const sent = await sendForm(
      { link: 'https://other.example/x', category: 'spam' },
      { 'Accept-Language': 'fr-CA' },
    );
    expect([sent.status, sent.headers.get('Content-Language')]).toEqual([422, 'fr']);
  });

  it('escapes what its address contains', async () => {
    const html = await (await sotto.request(`/abuse?link=${encodeURIComponent('"><script>x')}`)).text();
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;x"');
  });

  it('stores the report, and nothing about who sent it', async () => {
    const { id, shortUrl, slug } = await mint();
    const answer = await sendForm(
      { link: shortUrl, category: 'phishing', message: 'It asks for\r\nmy password' },
      { Referer: 'https://zqx-referrer.example/', Cookie: 'zqx-cookie=1' },
      '198.51.100.222',
    );
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Thank you');
    expect(await reportsOf(slug)).toMatchObject([
      {
        shortUrl: `${ORIGIN}/${slug}`,
        linkId: id,
        category: 'phishing',
        message: 'It asks for\nmy password',
        closedAt: null,
        outcome: null,
      },
    ]);
    const [rows] = await sotto.engine.read([sql`SELECT * FROM abuse_reports`]);
    expect(JSON.stringify(rows)).not.toMatch(/zqx|198\.51\.100\.222/);
  });

  it.each([
    ['a path', (slug: string) => `/${slug}`],
    ['a bare slug', (slug: string) => slug],
    ['an address without a scheme', (slug: string) => `sotto.test/${slug}`],
    ['an address with a mark and a query', (slug: string) => `${ORIGIN}/${slug}.letter?x=1`],
    ['the other case', (slug: string) => `${ORIGIN}/${slug.toUpperCase()}`],
  ])('takes %s', async (_, write) => {
    const { id, slug } = await mint();
    expect((await sendForm({ link: write(slug), category: 'spam' })).status).toBe(200);
    expect(await reportsOf(slug)).toMatchObject([{ linkId: id }]);
  });

  it.each([
    ['another host', { link: 'https://other.example/abc', category: 'spam' }],
    ['no slug', { link: `${ORIGIN}/a/b/c`, category: 'spam' }],
    ['no category', { link: '/abc', category: '' }],
    ['an unknown category', { link: '/abc', category: 'toString' }],
    ['a long message', { link: '/abc', category: 'spam', message: 'x'.repeat(1_001) }],
    ['a huge message', { link: '/abc', category: 'spam', message: 'x'.repeat(20_000) }],
  ])('shows what is wrong with %s', async (_, fields) => {
    const answer = await sendForm(fields);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('role="alert"');
  });
});

describe('JSON', () => {
  it('is taken and answered as JSON', async () => {
    const { shortUrl, slug } = await mint();
    const answer = await sendJson({ link: shortUrl, category: 'malware' });
    expect([answer.status, await answer.json()]).toEqual([202, { status: 'received' }]);
    expect(await reportsOf(slug)).toHaveLength(1);
  });

  it.each([
    [{ category: 'spam' }, '/link'],
    [{ link: 'https://other.example/x', category: 'spam' }, '/link'],
    [{ link: '/abc', category: 'constructor' }, '/category'],
    [{ link: '/abc', category: 'spam', message: 'x\u0000' }, '/message'],
    [null, '/link'],
    [[], '/link'],
  ])('%j is a 422 that names %s', async (body, pointer) => {
    const problem: Problem = await (await sendJson(body)).json();
    expect([problem.status, problem.code, problem.errors[0]?.pointer]).toEqual([422, 'validation', pointer]);
  });

  it('is the only other type', async () => {
    const init = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x', peer: network() };
    expect((await sotto.request('/abuse', init)).status).toBe(415);
  });
});

describe('the limits', () => {
  it('let a network send five reports in ten minutes', async () => {
    const { shortUrl } = await mint();
    const peer = network();
    const send = () => sendJson({ link: shortUrl, category: 'spam' }, peer);
    for (let times = 0; times < 5; times++) expect((await send()).status).toBe(202);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await sendForm({ link: shortUrl, category: 'spam' }, {}, peer)).status).toBe(429);
    expect((await sendJson({ link: shortUrl, category: 'spam' })).status).toBe(202);
    sotto.clock.now += 600_000;
    expect((await send()).status).toBe(202);
  });

  it('store ten open reports of an address, and those of other addresses', async () => {
    const [one, other] = [await mint(), await mint()];
    for (let times = 0; times < 12; times++) await sendJson({ link: one.shortUrl, category: 'spam' });
    expect(await reportsOf(one.slug)).toHaveLength(10);
    await sendJson({ link: other.shortUrl, category: 'spam' });
    expect(await reportsOf(other.slug)).toHaveLength(1);
  });
});

describe('a report', () => {
  it('is closed by the team, which the audit log tells', async () => {
    const { shortUrl, slug } = await mint();
    await sendJson({ link: shortUrl, category: 'spam' });
    const [report] = await reportsOf(slug);
    const path = `/abuse-reports/${report?.id}`;
    const closed = await sotto.api<Report>('PATCH', path, { outcome: 'dismissed' });
    expect(closed.body).toMatchObject({ outcome: 'dismissed', closedAt: expect.any(String) });
    expect(await reportsOf(slug)).toEqual([]);
    expect(await reportsOf(slug, 'closed')).toEqual([closed.body]);
    expect((await sotto.api<Report>('GET', path)).body).toEqual(closed.body);
    const log = await sotto.api<{ data: { action: string; fields: string[] }[] }>(
      'GET',
      `/audit-entries?object=${report?.id}`,
    );
    expect(log.body.data).toMatchObject([{ action: 'report.close', fields: ['outcome'] }]);
  });

  it('is deleted some time after it was closed, while open ones stay', async () => {
    const [closed, open] = [await mint(), await mint()];
    for (const { shortUrl } of [closed, open]) await sendJson({ link: shortUrl, category: 'spam' });
    const [report] = await reportsOf(closed.slug);
    await sotto.api('PATCH', `/abuse-reports/${report?.id}`, { outcome: 'blocked' });
    const later = sotto.clock.now + CLOSED_REPORT_DAYS * DAY;
    while (await sotto.store.maintenance.purgeAudit(later));
    expect(await reportsOf(closed.slug, 'closed')).toHaveLength(1);
    while (await sotto.store.maintenance.purgeAudit(later + 1));
    expect(await reportsOf(closed.slug, 'closed')).toEqual([]);
    expect(await reportsOf(open.slug)).toHaveLength(1);
  });
});
