/** What a link may lead to, and who decides that. */
import { createServer } from 'node:http';
import Database from 'better-sqlite3';
import { findDatabase } from './files.ts';
import type { Target } from './target.ts';
import type { Must, Threat } from './threat.ts';

const PAGE = 'https://example.com/page';
const EVIL = 'https://evil.example/x';

/** Tries a destination wherever the API takes one; all must refuse it with a 422 that names the field. */
async function refuses({ api, mint }: Target, must: Must, url: string): Promise<void> {
  const link = await mint({ url: PAGE, channel: 'other' });
  const body = { '/url': { url }, '/expiredUrl': { url: PAGE, expiredUrl: url } };
  const tries = await Promise.all([
    api('POST', '/links', { body: body['/url'] }),
    api('POST', '/links', { body: body['/expiredUrl'] }),
    api('POST', '/contents', { body: body['/url'] }),
    api('PATCH', `/links/${link.id}`, { body: body['/url'] }),
    api('PATCH', `/contents/${link.contentId}`, { body: body['/url'] }),
    api('POST', '/domains', { body: { domain: `${crypto.randomUUID()}.example`, rootUrl: url } }),
  ]);
  const name = JSON.stringify(url).slice(0, 60);
  for (const [place, { status, body: text }] of tries.entries()) {
    must(`${name} is refused (place ${place}: ${status})`, status === 422 && text.includes('"pointer"'));
  }
  const bulk = await api('POST', '/links/bulk', { body: { links: [{ url }, { url: PAGE }] } });
  const statuses = (bulk.json?.data as { status: number }[] | undefined)?.map(({ status }) => status);
  must(`${name} is refused in bulk, alone`, statuses?.[0] === 422 && (statuses[1] ?? 0) < 300);
}

/** Changes what is stored about a link, as a flaw elsewhere could. */
function storeUrl({ dataDir }: Target, slug: string, url: string): void {
  const database = new Database(findDatabase(dataDir, 'links'), { timeout: 5_000 });
  try {
    database.prepare('UPDATE links SET url = ? WHERE slug = ?').run(url, slug);
  } finally {
    database.close();
  }
}

const schemes: Threat = {
  name: 'Dangerous schemes',
  guarantee: 'a link leads only to http and https, checked when it is stored and again before it redirects',
  async check(target, must) {
    const urls = [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'java\tscript:alert(1)',
      '\u0001javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:msgbox(1)',
      'file:///etc/passwd',
      'intent://scan/#Intent;scheme=zxing;end',
      'blob:https://example.com/1',
      'view-source:https://example.com/',
      'ftp://example.com/',
      'about:blank',
      '//example.com/',
      '/relative',
    ];
    for (const url of urls) await refuses(target, must, url);
    for (const url of ['javascript:alert(1)', 'https://user:pw@evil.example/', 'not a url']) {
      const { slug } = await target.mint({ url: PAGE });
      storeUrl(target, slug, url);
      const { status, headers } = await target.visit(`/${slug}`);
      must(`a stored ${url} is not sent (${status})`, status === 404 && headers.location === undefined);
    }
  },
};

const userinfo: Threat = {
  name: 'User names in destinations',
  guarantee: 'a destination that shows another host before an @ is refused',
  async check(target, must) {
    for (const url of [
      'https://user:pw@evil.example/',
      'https://bank.example@evil.example/',
      'https://:pw@evil.example/',
    ]) {
      await refuses(target, must, url);
    }
  },
};

const override: Threat = {
  name: 'Destination chosen by the visitor',
  guarantee: 'no query, path or header of a visitor changes where a link leads',
  async check(target, must) {
    const plain = await target.mint({ url: `${PAGE}?a=1`, utm: false });
    const forwarding = await target.mint({ url: PAGE, forwardQuery: true, utm: false });
    const names = 'redir_url url u to next dest destination target redirect redirect_uri return_to goto r q';
    const query = names.split(' ').map((name) => `${name}=${encodeURIComponent(EVIL)}`);
    const { headers } = await target.visit(`/${plain.slug}?${query.join('&')}`);
    must('the query is not passed on unless the link says so', headers.location === `${PAGE}?a=1`);
    for (const one of query) {
      const answer = await target.visit(`/${forwarding.slug}?${one}`);
      must(`a forwarded ${one} keeps the page`, answer.headers.location?.startsWith(`${PAGE}?`) === true);
    }
    const paths = [
      `/${plain.slug}/${EVIL}`,
      `/${plain.slug}//evil.example/`,
      '//evil.example/%2f..',
      '/%5cevil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      '/?url=https://evil.example',
    ];
    for (const path of paths) {
      const { headers: sent } = await target.visit(path);
      must(`${path} does not lead away`, !(sent.location ?? '').includes('evil.example'));
    }
    const forged = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Original-URL': EVIL };
    for (const path of ['/', `/${plain.slug}`, '/docs', `/${plain.slug}+`]) {
      const answer = await target.visit(path, forged);
      must(`${path} of a forged host does not lead there`, !JSON.stringify(answer).includes('evil.example'));
    }
    const { body } = await target.api('GET', `/links/${plain.id}`, { headers: forged });
    must('short URLs come from the settings, not from Host', !body.includes('evil.example'));
  },
};

const loops: Threat = {
  name: 'Loops',
  guarantee: 'no link leads to a host of this server',
  async check(target, must) {
    await target.api('POST', '/domains', { body: { domain: 'loops.example' } });
    const { slug } = await target.mint({ url: PAGE });
    for (const host of ['go.test', 'GO.TEST', 'go.test.', 'go.test:80', 'ｇｏ.test', 'loops.example']) {
      await refuses(target, must, `http://${host}/${slug}`);
    }
    const early = await target.mint({ url: 'https://later-ours.example/x' });
    must('a foreign host is redirected to', (await target.visit(`/${early.slug}`)).status === 302);
    await target.api('POST', '/domains', { body: { domain: 'later-ours.example' } });
    const { status } = await target.eventuallyVisit(`/${early.slug}`, ({ status: now }) => now === 404);
    must(`a host that became ours later is not redirected to (${status})`, status === 404);
  },
};

const crlf: Threat = {
  name: 'Line breaks in headers',
  guarantee: 'no text of a caller or visitor adds a header or a second answer',
  async check(target, must) {
    const injected = 'X-Injected:%20yes';
    const { slug } = await target.mint({
      url: `${PAGE}?a=%0d%0a${injected}`,
      forwardQuery: true,
      utm: { source: 'a\u2028b' },
    });
    const paths = [
      `/${slug}`,
      `/${slug}?b=%0d%0a${injected}`,
      `/${slug}?b=%E5%98%8D%E5%98%8A${injected}`,
      `/${slug}.%0d%0a${injected}`,
      `/%0d%0a${injected}`,
      `/${slug}%0d%0aLocation:%20https://evil.example`,
    ];
    for (const path of paths) {
      const { headers, status } = await target.visit(path);
      must(
        `${path} adds no header (${status})`,
        headers['x-injected'] === undefined &&
          status < 500 &&
          !(headers.location ?? '').startsWith('https://evil'),
      );
    }
    for (const field of ['title', 'campaign']) {
      const { status } = await target.api('POST', '/links', {
        body: { url: `${PAGE}?${field}`, [field]: 'a\r\nX-Injected: yes' },
      });
      must(`a line break in ${field} is no server error (${status})`, status < 500);
    }
    await refuses(target, must, `${PAGE}\r\nX-Injected: yes`);
    const forged = await target.api('GET', '/channels', { headers: { 'X-Request-Id': 'a b' } });
    must('an invalid request id is replaced', forged.headers['x-request-id'] !== 'a b');
    const answers = await target.raw(
      `GET /${slug} HTTP/1.1\r\nHost: go.test\r\nX-A: b\rX-Injected: yes\r\nConnection: close\r\n\r\n`,
    );
    must('a lone carriage return is no header', !/^x-injected/im.test(answers));
  },
};

const unicode: Threat = {
  name: 'Destinations that are not ASCII',
  guarantee: 'Location is the normalized ASCII address on every runtime, and never too long',
  async check(target, must) {
    const { slug } = await target.mint({ url: 'https://例え.jp/パス?値=ü#節', utm: false });
    const { status, headers } = await target.visit(`/${slug}`);
    must(`it redirects (${status})`, status === 302);
    const expected = 'https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9?%E5%80%A4=%C3%BC#%E7%AF%80';
    must(`Location is ${headers.location}`, headers.location === expected);
    await refuses(target, must, `https://example.com/${'x'.repeat(8_192)}`);
    await refuses(target, must, `https://example.com/${'ü'.repeat(4_000)}`);
    await refuses(target, must, 'https://exa mple.com/');
  },
};

const noRequests: Threat = {
  name: 'Requests to inner addresses',
  guarantee: 'no URL that a visitor or a caller of the API gives is requested by the server',
  scope: 'pages that members enter are read only from servers of the Internet, which other tests try',
  async check(target, must) {
    let requests = 0;
    const trap = createServer((_, response) => {
      requests += 1;
      response.end('<title>caught</title>');
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const url = `http://127.0.0.1:${port}`;
      const { json } = await target.api('POST', '/contents', {
        body: { url: `${url}/page`, image: `${url}/image.png`, channels: ['slack', 'copy'] },
      });
      const links = json?.links as { slug: string; id: string }[];
      const { slug } = await target.mint({ url: `${url}/other`, expiredUrl: `${url}/expired` });
      await target.api('POST', '/domains', { body: { domain: 'trap.example', notFoundUrl: `${url}/404` } });
      await target.api('PATCH', `/links/${links[0]?.id}`, { body: { url: `${url}/moved` } });
      const agents = [
        'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
        'WhatsApp/2.23.20.0 A',
        'curl/8',
      ];
      for (const agent of agents) {
        for (const path of [`/${links[0]?.slug}`, `/${slug}`, `/${slug}+`]) {
          await target.visit(path, { 'User-Agent': agent, Referer: `${url}/referrer` });
        }
      }
      for (const path of ['/docs', '/privacy', '/readyz']) await target.visit(path);
      must(`the inner server was requested ${requests} times`, requests === 0);
    } finally {
      trap.close();
    }
  },
};

export const destinations: Threat[] = [schemes, userinfo, override, loops, crlf, unicode, noRequests];
