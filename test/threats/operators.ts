/** What reaches the logs, the storage and the installation. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { filesWith } from './files.ts';
import { API, BROWSER } from './target.ts';
import type { Threat } from './threat.ts';

const PAGE = 'https://example.com/page';
/** In a country that the server knows from its address alone. */
const FRENCH = '212.27.48.10';

const forwardedFor: Threat = {
  name: 'Forged addresses',
  guarantee: 'only a declared proxy or the platform names the client, and only the right-most address counts',
  async check(target, must) {
    const forge = async (
      { api }: typeof target,
      address: string | undefined,
      headersOf: (n: number) => Record<string, string>,
    ) => {
      const statuses = [];
      for (let n = 0; n < 40; n += 1) {
        const options = { key: null, headers: headersOf(n), ...(address && { address }) };
        statuses.push((await api('GET', '/links', options)).status);
      }
      return statuses.filter((status) => status === 429).length;
    };
    const names = [
      'Forwarded',
      'X-Real-IP',
      'True-Client-IP',
      'X-Client-IP',
      'X-Cluster-Client-IP',
      'Fastly-Client-IP',
    ];
    const others = (n: number) =>
      Object.fromEntries(names.map((name) => [name, `${name === 'Forwarded' ? 'for=' : ''}10.1.${n}.1`]));
    const behind = await forge(target, '9.251.0.7', others);
    must(`no other header names the client (${behind} refused)`, behind > 0);
    if (target.runtime === 'workerd') {
      const forged = await forge(target, '9.251.1.7', (n) => ({ 'X-Forwarded-For': `9.1.${n}.1` }));
      must(`X-Forwarded-For names nobody at the edge (${forged} refused)`, forged > 0);
      return;
    }
    const leftMost = await forge(target, '9.251.2.7', (n) => ({
      'X-Forwarded-For': `9.1.${n}.1, 9.251.2.7`,
    }));
    must(`an address to the left of the right-most does not count (${leftMost} refused)`, leftMost > 0);
    const exposed = await target.another({});
    const undeclared = await forge(exposed, undefined, (n) => ({
      'X-Forwarded-For': `9.1.${n}.1, 9.251.3.7`,
    }));
    must(
      `behind an undeclared proxy, only the right-most address is limited (${undeclared} refused)`,
      undeclared > 0,
    );
    const { slug, id } = await exposed.mint({ url: PAGE });
    await exposed.visit(`/${slug}`, { 'X-Forwarded-For': FRENCH });
    const { body } = await exposed.eventually(`/hits?linkId=${id}`, ({ body: text }) =>
      text.includes('hit_'),
    );
    must('its country is not stored', body.includes('"country":null'));
    const metrics = await exposed.send('GET', '/metrics', {
      headers: { Host: 'localhost', 'X-Forwarded-For': '127.0.0.1' },
    });
    must(`a forged local address opens no metrics (${metrics.status})`, [401, 429].includes(metrics.status));
  },
};

const logs: Threat = {
  name: 'Log lines and large requests',
  guarantee: 'log lines are JSON without anything that a visitor sent, and every size has a limit',
  scope: 'the size of all headers at the edge is limited by the platform',
  async check(target, must) {
    const { api, mint, visit, raw, runtime } = target;
    const { slug } = await mint({ url: PAGE });
    const forged = '{"level":"error","msg":"forged"}';
    await visit(`/${slug}?secret-query=1`, {
      'User-Agent': `evil-agent ${forged}`,
      Referer: 'https://evil-referrer.example/path',
    });
    await api('GET', '/channels', { headers: { 'X-Request-Id': forged } });
    await api('GET', `/links?q=${encodeURIComponent(`\n${forged}`)}`);
    await raw(
      `GET /${slug} HTTP/1.1\r\nHost: go.test\r\nUser-Agent: a\x1b[31m\tevil-agent\r\nConnection: close\r\n\r\n`,
    );
    const tall = await raw(
      `GET /${slug} HTTP/1.1\r\nHost: go.test\r\nX-Large: ${'x'.repeat(300_000)}\r\nConnection: close\r\n\r\n`,
    );
    must('huge headers are refused', runtime === 'workerd' || /^HTTP\/1\.1 431|^$/.test(tall));
    const deep = `{"url":"${PAGE}","tags":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const nested = await api('POST', '/links', { body: deep });
    must(`deep JSON is refused (${nested.status})`, nested.status === 422 || nested.status === 400);
    const items = [
      { url: PAGE },
      JSON.parse(`{"url":"${PAGE}","utm":${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}}`),
    ];
    const bulk = await api('POST', '/links/bulk', { body: { links: items } });
    must(`a deep item is not a server error (${bulk.status})`, bulk.status < 500);
    const chunked = await api('POST', '/links', {
      body: 'x'.repeat(70_000),
      headers: { 'Transfer-Encoding': 'chunked' },
    });
    must(`a body of unknown size is limited (${chunked.status})`, chunked.status === 413);
    const bulky = await api('POST', '/links/bulk', {
      body: JSON.stringify({ links: ['x'.repeat(2_100_000)] }),
    });
    must(`a bulk body is limited (${bulky.status})`, bulky.status === 413);
    must('the server answers', (await visit('/healthz')).status === 200);
    const output = target.output();
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    must(
      'log lines are JSON',
      lines.every((line) => isJson(line)),
    );
    must('no line is forged', !output.includes('"msg":"forged"'));
    for (const text of ['evil-agent', 'evil-referrer', 'secret-query', BROWSER, '9.0.']) {
      must(`${text.slice(0, 15)} is not logged`, !output.includes(text));
    }
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const stored: Threat = {
  name: 'Personal data in the storage',
  guarantee: 'no address, agent, path of a referrer or query of a visitor is written anywhere',
  async check(target, must) {
    const link = await target.mint({ url: PAGE });
    const address = '212.27.63.201';
    const visit = {
      'User-Agent': `${BROWSER} PrivateAgent/7`,
      Referer: 'https://news.example/private-path?private-referrer=1',
      Cookie: 'private-cookie=1',
      'Accept-Language': 'fr, x-private-language',
    };
    await target.visit(`/${link.slug}?private-query=1`, visit, address);
    const counted = await target.eventually(`/hits?linkId=${link.id}`, ({ body }) => body.includes('hit_'));
    must('the visit is stored', counted.body.includes('"referrer":"news.example"'));
    const texts = [
      address,
      'PrivateAgent',
      'private-path',
      'private-referrer',
      'private-cookie',
      'private-query',
      'private-language',
    ];
    for (const text of texts) {
      const found = filesWith(target.dataDir, text).map((path) => path.slice(target.dataDir.length));
      must(`${text} is in no file (${found})`, found.length === 0);
    }
    must('the answer has no address or hash', !/212\.27\.63|"(?:ip|visitor|hash|nonce)"/.test(counted.body));
  },
};

const LOCKFILE = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

const dependencies: Threat = {
  name: 'Dependencies',
  guarantee: 'every package has an exact version and a checksum, and none runs a script when it is installed',
  async check(_, must) {
    const {
      dependencies: used,
      devDependencies,
      optionalDependencies,
    } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const [name, version] of Object.entries({ ...used, ...devDependencies, ...optionalDependencies })) {
      must(`${name} has an exact version`, /^\d+\.\d+\.\d+$/.test(String(version)));
    }
    const { packages } = LOCKFILE.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    for (const [path, { integrity, link }] of Object.entries(packages)) {
      must(
        `${path} has a checksum`,
        !path.includes('node_modules/') || link === true || /^sha512-/.test(integrity ?? ''),
      );
    }
    must('no install script runs', /^ignore-scripts=true$/m.test(readFileSync('.npmrc', 'utf8')));
  },
};

const exposed: Threat = {
  name: 'Inner state',
  guarantee: 'health and metrics show strangers nothing that helps an attack',
  async check({ send, runtime }, must) {
    const outside = { headers: { Host: 'go.test' } };
    const metrics = await send('GET', '/metrics', outside);
    must(`metrics need a key (${metrics.status})`, metrics.status === (runtime === 'Node' ? 401 : 404));
    const ready = await send('GET', '/readyz', outside);
    must(
      'readyz shows no path, address or version',
      !/\/(?:home|tmp|root|var)\/|\d+\.\d+\.\d+\.\d+|v\d+\.\d+\.\d+/.test(ready.body),
    );
    for (const path of [
      '/.env',
      '/.git/config',
      '/package.json',
      '/data/admin-key',
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/..%2fpackage.json',
      '/cdn-cgi/../admin-key',
      `${API}/../../data/sotto.db`,
    ]) {
      const { status, body } = await send('GET', path, outside);
      must(
        `${path} shows no file (${status})`,
        status === 404 || (status < 500 && !/"dependencies"|SQLite format/.test(body)),
      );
    }
  },
};

export const operators: Threat[] = [forwardedFor, logs, stored, exposed, dependencies];
