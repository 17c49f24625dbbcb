/** What visitors and programs can do to short links. */
import type { Answer } from '../support/session/client.ts';
import { BROWSER, PUBLIC_URL, type Target } from './target.ts';
import type { Must, Threat } from './threat.ts';

const PAGE = 'https://example.com/page';
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': BROWSER };

/** The parts of an answer that do not depend on its time. */
const alike = ({ status, headers, body }: Answer) => {
  const { date, 'x-request-id': _, ...rest } = headers;
  return JSON.stringify([status, rest, body]);
};

const slugs: Threat = {
  name: 'Slugs that look like others',
  guarantee: 'slugs are ASCII, differ by more than case, and pages show the punycode host of a destination',
  async check({ api, mint, visit }, must) {
    const { slug } = await mint({ url: PAGE, slug: `Look-${crypto.randomUUID().slice(0, 8)}` });
    const same = await api('POST', '/links', { body: { url: `${PAGE}?2`, slug: slug.toLowerCase() } });
    must(`a slug in another case is taken (${same.status})`, same.status === 409);
    for (const wrong of [
      'аpple',
      'ａｂｃ',
      'a.b',
      'a/b',
      '☃',
      'a b',
      '-a',
      'a_',
      '..',
      'a%2fb',
      'x'.repeat(65),
    ]) {
      const { status } = await api('POST', '/links', { body: { url: PAGE, slug: wrong } });
      must(`the slug ${wrong.slice(0, 20)} is refused (${status})`, status === 422);
    }
    const fake = await mint({ url: 'https://аpple.com/' });
    const { body } = await visit(`/${fake.slug}+`);
    must('the information page shows punycode', body.includes('xn--pple-43d.com') && !body.includes('аpple'));
  },
};

const reserved: Threat = {
  name: 'Reserved slugs',
  guarantee: 'no slug hides an address of the server, in any case',
  async check({ api }, must) {
    const segments = 'api docs healthz readyz metrics privacy app share assets abuse'.split(' ');
    for (const segment of segments) {
      for (const slug of [segment, segment.toUpperCase(), segment[0]?.toUpperCase() + segment.slice(1)]) {
        const { status } = await api('POST', '/links', { body: { url: PAGE, slug } });
        must(`${slug} is refused (${status})`, status === 422);
      }
    }
  },
};

const scripts: Threat = {
  name: 'Scripts in pages',
  guarantee:
    'text of callers and visitors is escaped everywhere, and every page has a policy without scripts of others',
  async check({ api, visit, send }, must) {
    const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;
    const unescaped = /<script>alert|<img src=x/;
    const { json } = await api('POST', '/contents', {
      body: {
        url: `${PAGE}?q=${encodeURIComponent(evil)}&r='"`,
        title: evil,
        description: evil,
        image: `https://example.com/a.png?q='"><script>alert(1)</script>`,
        channels: ['slack'],
        campaign: evil.slice(0, 30),
        tags: ['<b>'],
        externalId: evil.slice(0, 40),
      },
    });
    const [link] = (json?.links ?? []) as { slug: string; id: string }[];
    const locked = await api('POST', '/links', { body: { url: PAGE, title: evil, password: 'a password' } });
    const paths = [
      `/${link?.slug}`,
      `/${link?.slug}+`,
      `/${link?.slug}.${encodeURIComponent(evil)}`,
      `/${locked.json?.slug}`,
      `/${locked.json?.slug}+`,
      `/${encodeURIComponent(evil)}`,
      `/${evil}`,
      `/docs/${encodeURIComponent(evil)}`,
      `/docs/errors?lang=${encodeURIComponent(evil)}`,
      '/docs',
      `/privacy?lang=${encodeURIComponent(evil)}`,
      `/assets/${encodeURIComponent(evil)}`,
      `/app/${encodeURIComponent(evil)}`,
    ];
    for (const path of paths) {
      const answer = await visit(path.replaceAll(' ', '%20'), {
        'User-Agent': SLACK,
        Referer: `https://example.com/${evil}`,
        'Accept-Language': evil,
      });
      const type = answer.headers['content-type'] ?? '';
      must(`${path.slice(0, 30)} shows no markup`, !/html/.test(type) || !unescaped.test(answer.body));
      if (!/html/.test(type)) continue;
      const policy = answer.headers['content-security-policy'] ?? '';
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        must(`${path.slice(0, 30)} has ${part}`, policy.includes(part));
      }
      must(`${path.slice(0, 30)} allows no inline script`, !/script-src[^;]*'unsafe/.test(policy));
      must(`${path.slice(0, 30)} is not sniffed`, answer.headers['x-content-type-options'] === 'nosniff');
    }
    const form = await visit(`/${locked.json?.slug}`);
    const formPolicy = form.headers['content-security-policy'] ?? '';
    must('the password form may lead to the destination', !formPolicy.includes('form-action'));
    const answered = await api('GET', `/links/${link?.id}`);
    must('JSON is not sniffed', answered.headers['x-content-type-options'] === 'nosniff');
    const wrong = await send('POST', `/${locked.json?.slug}`, {
      headers: FORM,
      body: `password=${encodeURIComponent(evil)}`,
    });
    must('a wrong password is not shown', !wrong.body.includes('alert(1)'));
  },
};

const enumeration: Threat = {
  name: 'Guessing slugs',
  guarantee: 'an unknown slug, one that has not started and one that was guessed wrong get the same answer',
  async check({ api, mint, visit }, must) {
    const unknown = await visit('/nothing-here');
    must(`an unknown slug is a 404 (${unknown.status})`, unknown.status === 404);
    must('it is not cached', /no-store/.test(unknown.headers['cache-control'] ?? ''));
    const { slug } = await mint({ url: PAGE, startsAt: '2199-01-01T00:00:00Z' });
    for (const path of [`/${slug}`, `/${slug}.mark`, '/nothing/here']) {
      must(`${path} gets the same answer`, alike(await visit(path)) === alike(unknown));
    }
    const info = [await visit('/nothing-here+'), await visit(`/${slug}+`)].map(alike);
    must('so do their information pages', info[0] === info[1]);
    const post = [{ path: `/${slug}` }, { path: '/nothing-here' }].map(({ path }) =>
      api('POST', `/../..${path}`),
    );
    const [one, two] = (await Promise.all(post)).map(({ status }) => status);
    must('and their answers to a POST', one === two);
    const random = await Promise.all(
      Array.from({ length: 20 }, (_, n) => mint({ url: `${PAGE}?${n}`, utm: {} })),
    );
    const shape = /^[6789BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz]{9}$/;
    must(
      'random slugs have 46 bits',
      random.every((link) => shape.test(link.slug)),
    );
    must('random slugs differ', new Set(random.map((link) => link.slug)).size === random.length);
  },
};

const passwords: Threat = {
  name: 'Guessing passwords',
  guarantee: 'five attempts a minute by network and link, nothing shown or counted before the right one',
  async check(target, must) {
    const { api, mint, visit, send } = target;
    const secret = 'https://secret-destination.example/';
    const link = await mint({ url: secret, password: 'correct horse' });
    const path = `/${link.slug}`;
    const guess = (password: string, address?: string) =>
      send('POST', path, {
        headers: FORM,
        body: new URLSearchParams({ password }).toString(),
        ...(address && { address }),
      });
    for (const agent of [BROWSER, SLACK, 'curl/8']) {
      for (const shown of [path, `${path}+`]) {
        const answer = await visit(shown, { 'User-Agent': agent });
        must(
          `${shown} hides the destination from ${agent.slice(0, 8)}`,
          !JSON.stringify(answer).includes('secret-d'),
        );
      }
    }
    const { body } = await visit(path);
    must('the form is a POST', /method="?post/i.test(body));
    const attempts: Answer[] = [];
    for (let n = 0; n < 6; n += 1) attempts.push(await guess(`guess ${n}`, '9.250.0.7'));
    const statuses = attempts.map(({ status }) => status);
    must(`five guesses are 403, the sixth 429 (${statuses})`, statuses.join() === '403,403,403,403,403,429');
    must('with Retry-After', Number(attempts.at(-1)?.headers['retry-after']) > 0);
    const blocked = await guess('correct horse', '9.250.0.7');
    must(`the right one waits, too (${blocked.status})`, blocked.status === 429);
    const empty = await target.eventually(`/turned-away?linkId=${link.id}`, ({ body: text }) =>
      text.includes('wrong_password'),
    );
    must('refusals are counted apart', empty.body.includes('wrong_password'));
    const before = await api('GET', `/stats?linkId=${link.id}`);
    must('no hit is counted', JSON.stringify(before.json?.total).includes('"hits":0'));
    const right = await guess('correct horse');
    must(
      `another network may try (${right.status})`,
      right.status === 303 && right.headers.location?.startsWith(secret) === true,
    );
    const after = await target.eventually(`/stats?linkId=${link.id}`, ({ body: text }) =>
      /"hits":1/.test(text),
    );
    must('the right one is a click', /"clicks":1/.test(after.body));
    const shown = await api('GET', `/links/${link.id}`);
    must(
      'the API shows neither password nor hash',
      !/correct horse|scrypt|pbkdf2|"password(?:Hash)?":/i.test(shown.body),
    );
    const byQuery = await visit(`${path}?password=correct+horse`);
    must(
      'a password in a query does nothing',
      byQuery.status === 200 && byQuery.headers.location === undefined,
    );
  },
};

const methods: Threat = {
  name: 'Other methods',
  guarantee:
    'a short link answers GET and HEAD, and 307 and 308 pass others on; otherwise a 405 that changes nothing',
  async check(target, must) {
    const { mint, send, api } = target;
    const link = await mint({ url: PAGE });
    const passing = await mint({ url: PAGE, statusCode: 307 });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE', 'PURGE']) {
      const options = { headers: { 'User-Agent': BROWSER } };
      const { status, headers } = await send(method, `/${link.slug}`, options);
      must(`${method} is a 405 with Allow (${status})`, status === 405 && headers.allow === 'GET, HEAD');
      must(`${method} leads nowhere`, headers.location === undefined);
      const passed = await send(method, `/${passing.slug}`, options);
      const { location } = passed.headers;
      must(
        `${method} is passed on to the stored page only`,
        location === undefined || location.startsWith(PAGE),
      );
    }
    const after = await target.eventually(`/stats?linkId=${passing.id}`, () => true);
    must('a method that is passed on is no click', /"clicks":0/.test(after.body));
    const override = { 'X-HTTP-Method-Override': 'DELETE', 'X-Method-Override': 'DELETE' };
    const forged = await api('POST', `/links/${link.id}`, { body: {}, headers: override });
    must(`a header does not change the method (${forged.status})`, forged.status === 405);
    const shown = await api('GET', `/links/${link.id}`);
    must('the link is as before', shown.status === 200 && shown.json?.clicks === 0);
  },
};

const getChangesNothing: Threat = {
  name: 'One-time links and scanners',
  guarantee: 'what programs fetch takes no click from a person',
  async check({ mint, visit, send }, must) {
    const { slug } = await mint({ url: PAGE, maxClicks: 1 });
    const programs = [
      SLACK,
      'Mimecast-URL-Scanner/1.0',
      'curl/8.5.0',
      'Googlebot/2.1 (+http://www.google.com/bot.html)',
    ];
    for (const agent of programs) await visit(`/${slug}`, { 'User-Agent': agent });
    await send('HEAD', `/${slug}`, { headers: { 'User-Agent': BROWSER } });
    await visit(`/${slug}`, { 'Sec-Purpose': 'prefetch' });
    await visit(`/${slug}.test`);
    await visit(`/${slug}+`);
    const person = await visit(`/${slug}`);
    must(`the first person is redirected (${person.status})`, person.status === 302);
    const next = await visit(`/${slug}`);
    must(`the second is not (${next.status})`, next.status === 410);
  },
};

const headers: Threat = {
  name: 'Headers of redirects',
  guarantee:
    'no cache keeps a redirect, the destination sees its referrer, and HSTS never covers other hosts',
  async check({ mint, visit }, must) {
    const sent = await Promise.all(
      [302, 301, 307, 308].map(async (statusCode) => {
        const { slug } = await mint({ url: PAGE, statusCode });
        return { statusCode, slug, answer: await visit(`/${slug}`) };
      }),
    );
    for (const { statusCode, answer } of sent) {
      must(`the status is ${statusCode} (${answer.status})`, answer.status === statusCode);
      must(`${statusCode} is not cached`, answer.headers['cache-control'] === 'private, no-store');
      must(`${statusCode} sets no Referrer-Policy`, answer.headers['referrer-policy'] === undefined);
      must(`${statusCode} is not indexed`, answer.headers['x-robots-tag'] === 'noindex');
      must('no HSTS over http', answer.headers['strict-transport-security'] === undefined);
      must('no cookie', answer.headers['set-cookie'] === undefined);
      must(
        'the program is not named',
        (answer.headers.server ?? answer.headers['x-powered-by']) === undefined,
      );
    }
    const { slug } = await mint({ url: PAGE });
    must('302 is the default', (await visit(`/${slug}`)).status === 302);
  },
};

const https: Threat = {
  name: 'Downgrade to http',
  guarantee: 'a visitor who came by https gets HSTS, without includeSubDomains',
  scope:
    'at the edge this needs the platform, which terminates TLS: there only includeSubDomains is excluded',
  async check({ mint, visit, runtime }, must) {
    const { slug } = await mint({ url: PAGE });
    const { headers: sent } = await visit(`/${slug}`, { 'X-Forwarded-Proto': 'https' });
    const hsts = sent['strict-transport-security'];
    if (runtime === 'Node') must('HSTS is sent', /max-age=\d{6,}/.test(hsts ?? ''));
    must('it does not cover other hosts', !/includesubdomains/i.test(hsts ?? ''));
  },
};

/** Blocks a host, with the links that lead there already and those that will. */
async function blocksHosts({ api, mint, eventuallyVisit }: Target, must: Must): Promise<void> {
  const url = 'https://login.bad-host.example/';
  const { slug } = await mint({ url });
  const added = await api('POST', '/blocked-hosts', {
    body: { host: 'bad-host.example', reason: 'Phishing' },
  });
  must(`a host is blocked (${added.status})`, added.status === 201);
  const visited = await eventuallyVisit(`/${slug}`, ({ status }) => status === 451);
  must(`its links are (${visited.status})`, visited.status === 451 && visited.headers.location === undefined);
  const created = await api('POST', '/links', { body: { url } });
  must(`it gets no new links (${created.status})`, created.status === 422);
  await api('DELETE', '/blocked-hosts/bad-host.example');
  const unblocked = await eventuallyVisit(`/${slug}`, ({ status }) => status === 302);
  must(`that can be undone (${unblocked.status})`, unblocked.status === 302);
}

const blocked: Threat = {
  name: 'Phishing',
  guarantee: 'a blocked link or host is a neutral 451; only an admin blocks and unblocks links',
  async check(target, must) {
    const { api, mint, visit } = target;
    const link = await mint({ url: 'https://phishing.example/login' });
    const { json } = await api('POST', '/keys', { body: { name: 'writer', scopes: ['links:write'] } });
    const writer = { key: String(json?.key), body: { blocked: true } };
    must('a writer may not block', (await api('PATCH', `/links/${link.id}`, writer)).status === 403);
    must('the link works', (await visit(`/${link.slug}`)).status === 302);
    await api('PATCH', `/links/${link.id}`, { body: { blocked: true } });
    for (const path of [`/${link.slug}`, `/${link.slug}.mark`, `/${link.slug}+`]) {
      const { status, body, headers: sent } = await visit(path);
      must(`${path} is blocked (${status})`, status === 451 || status === 404);
      must(`${path} shows no destination`, !(body + sent.location).includes('phishing.example'));
    }
    const preview = await visit(`/${link.slug}`, { 'User-Agent': SLACK });
    must(`so is its preview (${preview.status})`, preview.status === 451);
    const unblock = { ...writer, body: { blocked: false } };
    must('a writer may not unblock', (await api('PATCH', `/links/${link.id}`, unblock)).status === 403);
    await blocksHosts(target, must);
  },
};

const reports: Threat = {
  name: 'Reports of abuse',
  guarantee: 'anybody reports a link; reports are bounded, show nothing, and change nothing by themselves',
  async check({ api, mint, send, visit }, must) {
    const secret = 'https://reported-secret.example/';
    const { slug } = await mint({ url: secret, password: 'a password' });
    const page = await visit(
      `/abuse?link=${encodeURIComponent(`${PUBLIC_URL}/${slug}"><script>alert(1)</script>`)}`,
    );
    must(`there is a page (${page.status})`, page.status === 200 && /<form/.test(page.body));
    must('it shows no markup of others', !page.body.includes('<script>alert'));
    must('it has a policy', (page.headers['content-security-policy'] ?? '').includes("default-src 'none'"));
    const report = (message: string, address?: string) =>
      send('POST', '/abuse', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ link: `${PUBLIC_URL}/${slug}`, category: 'phishing', message }),
        ...(address && { address }),
      });
    const taken = await report('It asks for my password');
    must(`a report is taken (${taken.status})`, taken.status === 202);
    must('the answer shows no destination', !taken.body.includes('reported-secret'));
    const long = await report('x'.repeat(100_000));
    must(`a long one is refused (${long.status})`, long.status === 413 || long.status === 422);
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await report(`${n}`, '9.252.0.7')).status);
    must(`a network has five (${statuses})`, statuses.at(-1) === 429);
    must('the link works as before', (await visit(`/${slug}`)).status === 200);
    const list = await api('GET', '/abuse-reports', { key: null });
    must(`strangers do not read reports (${list.status})`, list.status === 401);
  },
};

export const visitors: Threat[] = [
  slugs,
  reserved,
  scripts,
  enumeration,
  passwords,
  methods,
  getChangesNothing,
  headers,
  https,
  blocked,
  reports,
];
