import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { httpGet } from '../../support/server/http-get.ts';
import { type ServerProcess, startServer } from '../../support/server/server-process.ts';

type Row = Record<string, number | string | null>;

// The peer of every request here is 127.0.0.1.
const FRENCH = '212.27.48.10';
const GERMAN = '2001:638:1234:5678::77';

async function mint(server: ServerProcess): Promise<{ id: string; shortUrl: string }> {
  return server.api('/links', { url: 'https://example.com/guide' });
}

const click = async (shortUrl: string, headers: Record<string, string>) =>
  (await httpGet(shortUrl, { 'User-Agent': CHROME, ...headers })).status;

async function stats(
  server: ServerProcess,
  id: string,
  groupBy: string,
): Promise<{ data: Row[]; total: Row }> {
  return server.api(`/stats?linkId=${id}&groupBy=${groupBy}`);
}

describe('a declared proxy', () => {
  it('tells visitors and their countries apart', async () => {
    const server = await startServer({
      env: { SOTTO_TRUST_PROXY: '127.0.0.0/8 ::1', SOTTO_EXCLUDE: '192.0.2.0/24' },
    });
    const { id, shortUrl } = await mint(server);
    const chains = [FRENCH, `198.51.100.9, ${FRENCH}`, `${GERMAN}, 127.0.0.5`, '192.0.2.1'];
    for (const chain of chains) expect(await click(shortUrl, { 'X-Forwarded-For': chain })).toBe(302);
    const { data, total } = await stats(server, id, 'country');
    expect(total).toMatchObject({
      hits: 4,
      clicks: 2,
      repeats: 1,
      bots: 1,
      uniqueClicks: 2,
      anonymousClicks: 0,
    });
    expect(Object.fromEntries(data.map(({ country, clicks }) => [country, clicks]))).toEqual({
      FR: 1,
      DE: 1,
      null: 0,
    });
    expect(server.stdout()).not.toContain('SOTTO_TRUST_PROXY');
  });
});

describe('a proxy that nobody declared', () => {
  it('makes everybody anonymous, and is told of once in the log and by /readyz', async () => {
    const server = await startServer();
    const { id, shortUrl } = await mint(server);
    for (let i = 0; i < 3; i++) await click(shortUrl, { 'X-Forwarded-For': FRENCH });
    const { total } = await stats(server, id, 'country');
    expect(total).toMatchObject({ clicks: 3, repeats: 0, uniqueClicks: 0, anonymousClicks: 3 });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'warn',
        checks: expect.arrayContaining([
          { name: 'proxy', status: 'warn', detail: expect.stringContaining('SOTTO_TRUST_PROXY') },
        ]),
      },
    ]);
    const { stdout } = await server.stop();
    expect(stdout.match(/"level":"warn".*SOTTO_TRUST_PROXY/g)).toHaveLength(1);
  });

  it('is not suspected on a machine where people click by themselves', async () => {
    const server = await startServer();
    const { id, shortUrl } = await mint(server);
    await click(shortUrl, {});
    expect((await stats(server, id, 'country')).total).toMatchObject({ uniqueClicks: 1, anonymousClicks: 0 });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: 'pass' });
  });
});

it('keeps no address and no full agent, neither in its files nor in its log', async () => {
  const env = { SOTTO_TRUST_PROXY: '127.0.0.1', SOTTO_LOG_LEVEL: 'debug' };
  const server = await startServer({ env });
  const { shortUrl } = await mint(server);
  for (const address of [FRENCH, GERMAN, 'nonsense-7f3a']) {
    const headers = {
      'X-Forwarded-For': address,
      Referer: 'https://news.example/a-secret-path?q=a-secret-query',
    };
    expect(await click(shortUrl, headers)).toBe(302);
    await click(`${server.url}/nowhere`, headers);
  }
  const { stdout, stderr } = await server.stop();
  const files = readdirSync(server.dataDir).map((name) => readFileSync(join(server.dataDir, name), 'latin1'));
  expect(files.join()).toContain('news.example');
  for (const text of [...files, stdout, stderr]) {
    expect(text).not.toMatch(/212\.27|2001:638|127\.0\.0\.1|nonsense-7f3a|AppleWebKit|a-secret/);
  }
});
