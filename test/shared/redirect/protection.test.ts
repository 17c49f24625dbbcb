import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { PasswordHashing } from '../../../src/ports.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, assemble, CHROME, type Sotto } from '../../support/runtimes/sotto.ts';
import { counted, FORM, nextPeer, unknownSlugTimes } from '../../support/store/visits.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const HOUR = 3_600_000;
const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const PASSWORD = 'Öffne dich+ 1';

interface MintedLink {
  id: string;
  shortUrl: string;
  hasPassword: boolean;
}

const at = (ms: number) => new Date(sotto.clock.now + ms).toISOString();

async function mint(fields: Record<string, unknown> = {}): Promise<MintedLink> {
  const given = { url: `https://pages.example/${unique()}`, utm: false, ...fields };
  const { status, body } = await sotto.api<MintedLink>('POST', '/links', given);
  if (status !== 201) throw new Error(`not minted: ${JSON.stringify(body)}`);
  return body;
}

const many = (status: number, times: number) => Array.from({ length: times }, () => status);

/** A person sends the form, by default from a network where nobody tried before. */
function submit(shortUrl: string, password: string, peer = nextPeer()) {
  return sotto.request(shortUrl, {
    method: 'POST',
    headers: { 'User-Agent': CHROME, 'Content-Type': FORM },
    body: new URLSearchParams({ password }).toString(),
    peer,
  });
}

describe('a password', () => {
  it('is not shown by the API and not stored', async () => {
    const link = await mint({ password: PASSWORD });
    const { body } = await sotto.api('GET', `/links/${link.id}`);
    const [rows] = await sotto.engine.read([sql`SELECT * FROM links WHERE public_id = ${link.id}`]);
    expect(link.hasPassword).toBe(true);
    expect(body).toMatchObject({ hasPassword: true });
    for (const text of [JSON.stringify(link), JSON.stringify(body)]) {
      expect(text).not.toMatch(/"password"|passwordHash|scrypt|pbkdf2/);
    }
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it('can be changed and removed', async () => {
    const link = await mint({ password: PASSWORD });
    const patched = await sotto.api<MintedLink>('PATCH', `/links/${link.id}`, { password: 'another one' });
    expect(patched.body.hasPassword).toBe(true);
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(403);
    expect((await submit(link.shortUrl, 'another one')).status).toBe(303);
    const cleared = await sotto.api<MintedLink>('PATCH', `/links/${link.id}`, { password: null });
    expect(cleared.body.hasPassword).toBe(false);
    expect((await sotto.click(link.shortUrl)).status).toBe(302);
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(405);
  });

  it('can be added to an open link', async () => {
    const link = await mint();
    await sotto.api('PATCH', `/links/${link.id}`, { password: PASSWORD });
    expect((await sotto.click(link.shortUrl)).status).toBe(200);
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(303);
  });

  it.each([
    ['abc', 422],
    ['abcd', 201],
    ['p'.repeat(200), 201],
    ['p'.repeat(201), 422],
    ['line\nbreak', 422],
    ['lone \ud800 half', 422],
    ['', 422],
    [1234, 422],
    [null, 201],
  ])('such as %j is answered with %i', async (password, status) => {
    const url = `https://pages.example/${unique()}`;
    const { status: given, body } = await sotto.api('POST', '/links', { url, password });
    expect(given).toBe(status);
    if (status === 422) expect(body).toMatchObject({ errors: [{ pointer: '/password' }] });
  });

  it('creates a link that find-or-create never returns', async () => {
    const url = `https://pages.example/${unique()}`;
    const guarded = await mint({ url, utm: null, password: PASSWORD });
    const plain = await mint({ url, utm: null });
    const found = await sotto.api<MintedLink>('POST', '/links', { url });
    expect(plain.id).not.toBe(guarded.id);
    expect([found.status, found.body.id]).toEqual([200, plain.id]);
  });

  it('must be equal for a link with the same slug to be the same', async () => {
    const url = `https://pages.example/${unique()}`;
    const slug = `guard${unique()}`;
    const post = async (password: string | null) =>
      (await sotto.api('POST', '/links', { url, slug, password })).status;
    expect([await post(PASSWORD), await post(PASSWORD), await post('wrong one'), await post(null)]).toEqual([
      201, 200, 409, 409,
    ]);
  });

  it('keeps mark, visitor, referrer and query of the click', async () => {
    const url = `https://pages.example/${unique()}?id=1`;
    const link = await mint({ url, password: PASSWORD, forwardQuery: true, statusCode: 308 });
    const response = await sotto.request(`${link.shortUrl}.letter?ref=a%20b`, {
      method: 'POST',
      headers: { 'User-Agent': CHROME, 'Content-Type': FORM, Referer: link.shortUrl },
      body: new URLSearchParams({ password: PASSWORD }).toString(),
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${url}&ref=a%20b`]);
    const { body } = await sotto.api('GET', `/stats?linkId=${link.id}&groupBy=mark,referrer`);
    expect(body).toMatchObject({
      data: [{ mark: 'letter', referrer: 'sotto.test', clicks: 1, uniqueClicks: 1, anonymousClicks: 0 }],
    });
  });

  it('that another runtime hashed cannot be checked, and the log names its format', async () => {
    const { id, shortUrl } = await mint({ password: PASSWORD });
    const stored = await sotto.deps.store.links.get(id);
    if (!stored) throw new Error('The link is gone');
    await sotto.deps.store.links.update(stored, { passwordHash: '$argon2id$m=1$c2FsdA$aGFzaA' });
    const failures: string[] = [];
    const { error } = sotto.deps.log;
    sotto.deps.log.error = ({ err }) => failures.push(String(err));
    const [asked, answered] = [await sotto.click(shortUrl), await submit(shortUrl, PASSWORD)];
    sotto.deps.log.error = error;
    expect([asked.status, answered.status]).toEqual([200, 500]);
    expect(await answered.text()).not.toMatch(/argon2id|pages\.example/);
    expect(failures).toEqual([expect.stringContaining('"argon2id" cannot be checked here')]);
  });

  it('is only read from a form of the right type and size', async () => {
    const link = await mint({ password: PASSWORD });
    const send = (type: string, body: string) =>
      sotto.request(link.shortUrl, { method: 'POST', body, headers: { 'Content-Type': type } });
    expect((await send('application/json', `{"password":"${PASSWORD}"}`)).status).toBe(415);
    expect((await send('text/plain', 'password=x')).status).toBe(415);
    expect((await send(FORM, `password=${'x'.repeat(4096)}`)).status).toBe(413);
    expect((await counted(sotto, link.id)).turnedAway).toEqual({});
  });
});

describe('password attempts', () => {
  it('are limited to five a minute per network and link, also concurrently, and then not checked', async () => {
    const link = await mint({ password: PASSWORD });
    const other = await mint({ password: PASSWORD });
    const peer = nextPeer();
    const tries = Array.from({ length: 8 }, () => submit(link.shortUrl, 'wrong one', peer));
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429, 429]);

    const late = await submit(link.shortUrl, PASSWORD, peer);
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await late.text()).toContain('<h1>Too many attempts</h1>');
    expect((await submit(other.shortUrl, PASSWORD, peer)).status).toBe(303);
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(303);
    expect(await counted(sotto, link.id)).toEqual({ hits: { click: 1 }, turnedAway: { wrong_password: 5 } });

    sotto.clock.now += 60_000;
    expect((await submit(link.shortUrl, PASSWORD, peer)).status).toBe(303);
  });

  it('that are right do not count, so that a whole office can open the link', async () => {
    const link = await mint({ password: PASSWORD });
    const peer = nextPeer();
    for (let i = 0; i < 7; i++) expect((await submit(link.shortUrl, PASSWORD, peer)).status).toBe(303);
  });

  it('that cannot be right count as wrong', async () => {
    const link = await mint({ password: PASSWORD });
    const peer = nextPeer();
    for (const text of ['', 'x', 'y'.repeat(300), ' ', '\ud800']) {
      expect((await submit(link.shortUrl, text, peer)).status).toBe(403);
    }
    expect((await submit(link.shortUrl, PASSWORD, peer)).status).toBe(429);
  });
});

describe('wrong passwords', () => {
  /** Nothing is hashed for it. */
  const TOO_SHORT = 'x';
  const last = async (answers: (() => Promise<Response>)[]) => {
    const statuses: number[] = [];
    for (const answer of answers) statuses.push((await answer()).status);
    expect(statuses.slice(0, -1)).toEqual(many(403, answers.length - 1));
    return statuses.at(-1);
  };

  it('are limited to twenty a minute for a network on all links together', async () => {
    const peer = nextPeer();
    const links = [];
    for (let i = 0; i < 7; i++) links.push(await mint({ password: PASSWORD }));
    const tries = links.flatMap(({ shortUrl }) =>
      [1, 2, 3].map(() => () => submit(shortUrl, TOO_SHORT, peer)),
    );
    expect(await last(tries)).toBe(429);
    expect((await submit(links[0]?.shortUrl ?? '', PASSWORD)).status).toBe(303);
  });

  it('are limited to sixty a minute on a link from all networks together', async () => {
    const link = await mint({ password: PASSWORD });
    const other = await mint({ password: PASSWORD });
    const tries = Array.from(
      { length: 61 },
      (_, i) => () => submit(link.shortUrl, TOO_SHORT, `203.0.${i}.77`),
    );
    expect(await last(tries)).toBe(429);
    expect((await submit(other.shortUrl, PASSWORD)).status).toBe(303);
    sotto.clock.now += 60_000;
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(303);
  });

  it('from the many networks of one stranger do not lock others out', async () => {
    const link = await mint({ password: PASSWORD });
    const tries = Array.from({ length: 80 }, (_, i) => `2001:db8:77:${i}::1`);
    for (const peer of tries) await submit(link.shortUrl, TOO_SHORT, peer);
    expect((await submit(link.shortUrl, PASSWORD, tries[79])).status).toBe(429);
    expect((await submit(link.shortUrl, PASSWORD)).status).toBe(303);
  });

  it('of a stranger behind an undeclared proxy do not lock others out', async () => {
    const link = await mint({ password: PASSWORD });
    const { log } = sotto.deps;
    const { warn } = log;
    log.warn = () => {};
    const from = (address: string, password: string) =>
      sotto.request(link.shortUrl, {
        method: 'POST',
        headers: {
          'User-Agent': CHROME,
          'Content-Type': FORM,
          'X-Forwarded-For': `198.51.100.${unique().length}, ${address}`,
        },
        body: new URLSearchParams({ password }).toString(),
        peer: '192.168.7.7',
      });
    for (let i = 0; i < 70; i++) await from('203.0.113.77', TOO_SHORT);
    expect((await from('203.0.113.77', PASSWORD)).status).toBe(429);
    expect((await from('198.51.101.1', PASSWORD)).status).toBe(303);
    log.warn = warn;
  });
});

describe('a password while too many others are checked', () => {
  it('is refused for some seconds, and does not count as an attempt', async () => {
    let busy = true;
    const passwords: PasswordHashing = {
      ...sotto.passwords,
      verifyGuess: async (...guess) => (busy ? 'busy' : sotto.passwords.verifyGuess(...guess)),
    };
    const crowded = await assemble(sotto, { passwords });
    const { id, shortUrl } = await mint({ password: PASSWORD });
    const post = () =>
      crowded.request(shortUrl, {
        method: 'POST',
        headers: { 'User-Agent': CHROME, 'Content-Type': FORM },
        body: new URLSearchParams({ password: PASSWORD }).toString(),
      });
    for (let i = 0; i < 6; i++) {
      const refused = await post();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect(crowded.deps.counters.passwordsRefused).toEqual({ limited: 0, busy: 6 });
    busy = false;
    expect((await post()).status).toBe(303);
    expect((await counted(sotto, id)).turnedAway).toEqual({});
  });
});

describe('the expiredUrl of a link', () => {
  it('is stored, changed and cleared like other fields', async () => {
    const link = await mint({ expiredUrl: 'https://Elsewhere.example' });
    expect(link).toMatchObject({ expiredUrl: 'https://elsewhere.example/' });
    const { body } = await sotto.api('PATCH', `/links/${link.id}`, { expiredUrl: 'https://e.example/ä' });
    expect(body).toMatchObject({ expiredUrl: 'https://e.example/%C3%A4' });
    expect((await sotto.api('PATCH', `/links/${link.id}`, { expiredUrl: null })).body).toMatchObject({
      expiredUrl: null,
    });
  });

  it.each(['javascript:alert(1)', 'nonsense', 'http://sotto.test/other', 'https://u:p@e.example/'])(
    'is never %s',
    async (expiredUrl) => {
      const link = await mint();
      const url = `https://pages.example/${unique()}`;
      for (const { status, body } of [
        await sotto.api('POST', '/links', { url, expiredUrl }),
        await sotto.api('PATCH', `/links/${link.id}`, { expiredUrl }),
      ]) {
        expect([status, body]).toMatchObject([422, { errors: [{ pointer: '/expiredUrl' }] }]);
      }
    },
  );

  it('gets no UTM parameters', async () => {
    const expiredUrl = 'https://elsewhere.example/a?b=1';
    const link = await mint({ utm: null, channel: 'email', expiredUrl, expiresAt: at(HOUR) });
    expect((await sotto.click(link.shortUrl)).headers.get('location')).toContain('utm_source=email');
    await sotto.api('PATCH', `/links/${link.id}`, { expiresAt: at(-1) });
    expect((await sotto.click(link.shortUrl)).headers.get('location')).toBe(expiredUrl);
  });
});

describe('a link with five clicks', () => {
  const machines = [
    { method: 'GET', headers: { 'User-Agent': SLACKBOT } },
    { method: 'GET', headers: { 'User-Agent': CHROME, 'Sec-Purpose': 'prefetch;prerender' } },
    { method: 'GET', headers: { 'User-Agent': 'curl/8.5.0' } },
    { method: 'HEAD', headers: { 'User-Agent': CHROME } },
    { method: 'HEAD', headers: { 'User-Agent': CHROME, 'Sec-Purpose': 'prefetch' } },
  ];

  it('redirects exactly five of sixty people, after fifty bots', async () => {
    const link = await mint({ maxClicks: 5 });
    for (let i = 0; i < 50; i++) {
      const { status } = await sotto.request(link.shortUrl, machines[i % machines.length]);
      expect([302, 503]).toContain(status);
    }
    const people = Array.from({ length: 60 }, () => sotto.click(link.shortUrl, {}, nextPeer()));
    const answers = (await Promise.all(people)).map(({ status }) => status).sort();
    expect(answers).toEqual([...Array(5).fill(302), ...Array(55).fill(410)]);
    const stored = await counted(sotto, link.id);
    expect(stored.turnedAway).toEqual({ used_up: 55 });
    expect(stored.hits).toEqual({ click: 5, preview: 10, prefetch: 10, bot: 30 });
  });

  it('redirects people who come too late to its expiredUrl', async () => {
    const expiredUrl = 'https://elsewhere.example/';
    const link = await mint({ maxClicks: 5, expiredUrl });
    const people = Array.from({ length: 20 }, () => sotto.click(link.shortUrl, {}, nextPeer()));
    const places = (await Promise.all(people)).map(({ headers }) => headers.get('location'));
    expect(places.filter((place) => place === expiredUrl)).toHaveLength(15);
    expect(await counted(sotto, link.id)).toEqual({ hits: { click: 20 }, turnedAway: {} });
  });

  it('takes clicks only for right passwords', async () => {
    const link = await mint({ maxClicks: 2, password: PASSWORD });
    await submit(link.shortUrl, 'wrong one');
    const people = Array.from({ length: 4 }, () => submit(link.shortUrl, PASSWORD));
    const answers = (await Promise.all(people)).map(({ status }) => status).sort();
    expect(answers).toEqual([303, 303, 410, 410]);
  });

  it('redirects again when the limit is raised', async () => {
    const link = await mint({ maxClicks: 1 });
    await sotto.click(link.shortUrl);
    expect((await sotto.click(link.shortUrl, {}, nextPeer())).status).toBe(410);
    await sotto.api('PATCH', `/links/${link.id}`, { maxClicks: 2 });
    expect((await sotto.click(link.shortUrl, {}, nextPeer())).status).toBe(302);
  });
});

/** Requests unknown slugs from one address, one after the other. */
async function guess(peer: string, times: number, headers: Record<string, string> = {}) {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) {
    statuses.push((await sotto.click(`/none${unique()}`, headers, peer)).status);
  }
  return statuses;
}

describe('a network that guesses links', () => {
  it('is refused after sixty unknown ones in a minute, but opens every existing link', async () => {
    const peer = nextPeer();
    const link = await mint();
    const early = await mint({ startsAt: at(HOUR) });
    expect(await guess(peer, 60)).toEqual(many(404, 60));
    for (const path of ['/nothing', '/nothing+', '/no/link', early.shortUrl]) {
      const refused = await sotto.click(path, {}, peer);
      expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 429, '60']);
    }
    expect((await sotto.click(link.shortUrl, {}, peer)).status).toBe(302);
    expect((await sotto.click(`${link.shortUrl}+`, {}, peer)).status).toBe(200);
    expect((await sotto.click('/nothing', {}, nextPeer())).status).toBe(404);
    sotto.clock.now += 60_000;
    expect((await sotto.click('/nothing', {}, peer)).status).toBe(404);
  });

  it('adds no more slugs to the list, but counts everywhere', async () => {
    const [peer, slug] = [nextPeer(), `misprinted${unique()}`];
    await sotto.click(`/${slug}`);
    const total = async () => {
      const [rows] = await sotto.engine.read([
        sql`SELECT sum(times) AS times, sum(times) FILTER (WHERE slug = '(other)') AS other FROM unknown_slugs`,
      ]);
      return { times: Number(rows?.[0]?.times), other: Number(rows?.[0]?.other ?? 0) };
    };
    await guess(peer, 60);
    await sotto.flushed();
    const before = await total();
    await guess(peer, 3);
    await sotto.click(`/${slug}`, {}, peer);
    await sotto.flushed();
    expect(await total()).toEqual({ times: before.times + 4, other: before.other + 3 });
    expect(await unknownSlugTimes(sotto, slug)).toBe(2);
  });

  it('is reported by /readyz and once in the log, without its address', async () => {
    sotto.clock.now += HOUR;
    const { log } = sotto.deps;
    const { warn } = log;
    const warnings: unknown[] = [];
    log.warn = (fields, message) => warnings.push([fields, message]);
    const readiness = async () => {
      const body = (await (
        await sotto.request('/readyz', { headers: { Authorization: `Bearer ${ADMIN_KEY}` } })
      ).json()) as { checks: { name: string }[] };
      return body.checks.find(({ name }) => name === 'unknownSlugs');
    };
    expect(await readiness()).toMatchObject({ status: 'pass' });
    await guess(nextPeer(), 63);
    log.warn = warn;
    expect(warnings).toEqual([[{}, expect.stringContaining('is limited')]]);
    expect(await readiness()).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/guessing links/),
    });
    sotto.clock.now += HOUR;
    expect(await readiness()).toMatchObject({ status: 'pass' });
  });

  it('is limited alone behind an undeclared proxy', async () => {
    const proxy = '192.168.7.7';
    const from = (address: string) => ({ 'X-Forwarded-For': `198.51.100.9, ${address}` });
    const { log } = sotto.deps;
    const { warn } = log;
    log.warn = () => {};
    expect((await guess(proxy, 61, from('203.0.113.91'))).at(-1)).toBe(429);
    expect(await guess(proxy, 1, from('203.0.113.92'))).toEqual([404]);
    log.warn = warn;
  });
});

describe('an unknown slug', () => {
  it('is counted for every GET, by domain and day, as it was requested', async () => {
    const slug = `Miss${unique()}`;
    await sotto.click(`/${slug}`);
    await sotto.click(`/${slug}.mark)`, { 'User-Agent': 'curl/8.5.0' });
    const [rows] = await sotto.engine.read([sql`SELECT * FROM unknown_slugs WHERE slug = ${slug}`]);
    const day = Math.floor(sotto.clock.now / 86_400_000);
    expect(rows).toEqual([{ day, domain: '', slug, times: 2 }]);
  });

  it('that is not a valid slug is not counted', async () => {
    const before = await sotto.engine.read([sql`SELECT sum(times) FROM unknown_slugs`]);
    for (const path of ['/-', '/a/b', '/%00', `/${'x'.repeat(80)}`]) {
      expect((await sotto.click(path)).status).toBe(404);
    }
    expect(await sotto.engine.read([sql`SELECT sum(times) FROM unknown_slugs`])).toEqual(before);
  });
});
