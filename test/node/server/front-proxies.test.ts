import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { findProgram, type ProxyName, startProxy } from '../../support/server/front-proxy.ts';
import { type OnEnd, startOn } from '../../support/server/spawn-server.ts';

const HOST = 'go.example.com';
const KEY = 'an-admin-key-given-from-outside';
const AUTHORIZED = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };
const BROWSER = { 'User-Agent': CHROME, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address of the client. */
  from?: string;
}

async function startBoth(name: ProxyName, program: string, onEnd: OnEnd) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-proxy-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const env = { SOTTO_TRUST_PROXY: '127.0.0.1', SOTTO_PUBLIC_URL: `https://${HOST}`, SOTTO_ADMIN_KEY: KEY };
  const server = await startOn({ env, dataDir: join(folder, 'data') }, onEnd);
  const sotto = Number(new URL(server.url).port);
  const { http, https } = await startProxy({ name, program, folder: join(folder, name), sotto }, onEnd);
  const tls = { port: https, servername: HOST, rejectUnauthorized: false };
  const send = (path: string, { method = 'GET', headers = {}, body, from = '127.0.0.2' }: Sent = {}) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        const options = { ...tls, host: '127.0.0.1', localAddress: from, path, method, agent: false };
        const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
        const outgoing = requestHttps(
          { ...options, headers: { Host: HOST, ...length, ...headers } },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (part: string) => {
              text += part;
            });
            response.on('error', reject).on('end', () => {
              resolve({ status: response.statusCode, headers: response.headers, body: text });
            });
          },
        );
        outgoing.on('error', reject).end(body);
      },
    );
  const api = async <T>(path: string, body?: unknown): Promise<T> => {
    const given = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await send(`/api/v1${path}`, { headers: AUTHORIZED, ...given });
    if ((answer.status ?? 500) >= 300) throw new Error(`${answer.status} ${answer.body}`);
    return JSON.parse(answer.body);
  };
  return { server, send, api, tls, http };
}

const PACKAGES = { nginx: 'nginx-light', caddy: 'caddy' } satisfies Record<ProxyName, string>;
const PROXIES = (['nginx', 'caddy'] as const).map((name) => [name, findProgram(name)] as const);
for (const [name, program] of PROXIES) {
  if (program === null) {
    process.stderr.write(
      `\nSKIPPED: ${name} is not installed, so docs/proxy is not tried with it (apt-get install ${PACKAGES[name]})\n\n`,
    );
  }
}

describe.each(PROXIES)('%s as documented', (name, program) => {
  const tried = it.runIf(program !== null);
  const ends: (() => void | Promise<void>)[] = [];
  let both: Awaited<ReturnType<typeof startBoth>>;

  beforeAll(async () => {
    if (program !== null) both = await startBoth(name, program, (end) => ends.unshift(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  tried(
    'tells clients apart, believes no address that they claim, and says that they came by HTTPS',
    async () => {
      const { server, send, api } = both;
      const { id, shortUrl } = await api<{ id: string; shortUrl: string }>('/links', {
        utm: false,
        url: 'https://example.com/',
      });
      expect(shortUrl).toMatch(`https://${HOST}/`);
      const { pathname } = new URL(shortUrl);
      const open = (from: string, claimed: Record<string, string> = {}) =>
        send(pathname, { from, headers: { ...BROWSER, ...claimed } });
      const first = await open('127.0.0.2');
      expect([first.status, first.headers.location]).toEqual([302, 'https://example.com/']);
      expect(first.headers['strict-transport-security']).toBeDefined();
      await open('127.0.0.3');
      for (const header of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP'])
        await open('127.0.0.2', { [header]: header === 'Forwarded' ? 'for=198.51.100.9' : '198.51.100.9' });
      const { total } = await api<{ total: Record<string, number> }>(`/stats?linkId=${id}&groupBy=country`);
      expect(total).toMatchObject({ hits: 6, uniqueClicks: 2, anonymousClicks: 0 });
      const { checks } = JSON.parse((await send('/readyz', { headers: AUTHORIZED })).body);
      for (const check of ['proxy', 'hosts']) {
        expect(checks).toContainEqual(expect.objectContaining({ name: check, status: 'pass' }));
      }
      expect(server.stdout()).not.toContain('SOTTO_TRUST_PROXY');
    },
  );

  tried('passes addresses on unchanged, also what is glued to a link, and raw bytes', async () => {
    const { send, api, tls } = both;
    await api('/links', { url: 'https://example.com/', slug: 'Guide', utm: false });
    for (const path of [
      '/Guide%E2%80%9D',
      '//Guide',
      '/Guide%20',
      '/%E2%80%9CGuide',
      '/Guide.mail',
      '/Guide%26utm_source=x',
    ]) {
      const { status, headers } = await send(path, { headers: BROWSER });
      expect([path, status, headers.location]).toEqual([path, 302, 'https://example.com/']);
    }
    const raw = await new Promise<string>((resolve, reject) => {
      const socket = connectTls({ ...tls, host: '127.0.0.1', ALPNProtocols: ['http/1.1'] });
      let text = '';
      socket.setEncoding('latin1').on('data', (part) => {
        text += part;
      });
      socket.on('end', () => resolve(text)).on('error', reject);
      socket.write(`GET /Guide” HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    });
    expect(raw).toMatch(/^HTTP\/1\.1 302 .*\r\n/);
    expect(raw).toMatch(/location: (?:\/Guide%E2%80%9D|https:\/\/example\.com\/)\r\n/i);
  });

  tried('passes a password, 2 MB of links and a download', async () => {
    const { send, api } = both;
    await api('/links', { url: 'https://example.com/', slug: 'secret', password: 'open sesame', utm: false });
    expect((await send('/secret', { headers: BROWSER })).status).toBe(200);
    const form = {
      ...BROWSER,
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: `https://${HOST}`,
    };
    const posted = await send('/secret', { method: 'POST', headers: form, body: 'password=open+sesame' });
    expect(posted.headers.location).toBe('https://example.com/');
    const links = Array.from({ length: 1_000 }, (_, at) => ({
      url: `https://example.com/${at}/${'x'.repeat(1_900)}`,
    }));
    expect(JSON.stringify({ links }).length).toBeGreaterThan(1_900_000);
    await api('/links/bulk', { links });
    await send('/secret', { headers: BROWSER });
    const csv = await send('/api/v1/hits', { headers: { ...AUTHORIZED, Accept: 'text/csv' } });
    expect([csv.status, csv.headers['content-type']]).toEqual([200, expect.stringContaining('text/csv')]);
    expect(csv.body.trimEnd().split('\n').length).toBeGreaterThan(1);
  });

  tried('sends visitors who come by plain HTTP to the same address by HTTPS', async () => {
    const location = await new Promise<string | undefined>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: both.http, path: '/Guide%E2%80%9D?a=1', agent: false };
      const outgoing = requestHttp({ ...options, headers: { Host: HOST } }, (response) => {
        response.resume().on('end', () => resolve(response.headers.location));
      });
      outgoing.on('error', reject).end();
    });
    const { protocol, hostname, pathname, search } = new URL(location ?? '');
    expect([protocol, hostname, pathname, search]).toEqual(['https:', HOST, '/Guide%E2%80%9D', '?a=1']);
  });

  tried('speaks HTTP/2 to clients', async () => {
    const { api, tls } = both;
    await api('/links', { url: 'https://example.com/', slug: 'h2', utm: false });
    const session = connectHttp2(`https://127.0.0.1:${tls.port}`, tls);
    onTestFinished(() => session.close());
    const headers = { ':path': '/h2', ':authority': HOST, 'user-agent': CHROME };
    const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
      session.on('error', reject);
      session.request(headers).on('response', resolve).on('error', reject).resume();
    });
    expect([answer[':status'], answer.location]).toEqual([302, 'https://example.com/']);
  });
});

it('the page shows each configuration as it is in its file', () => {
  const page = readFileSync('docs/proxy.md', 'utf8');
  for (const name of ['nginx.conf', 'Caddyfile', 'traefik.yml', 'traefik-sotto.yml']) {
    expect(page).toContain(`](proxy/${name})`);
    expect(page).toContain(`\n${readFileSync(`docs/proxy/${name}`, 'utf8').trimEnd()}\n\`\`\`\n`);
  }
});
