import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ON_CHROME } from '../../support/fixtures/office.ts';
import { openFailingProxy } from '../../support/server/failing-proxy.ts';
import { runScript, startScript } from '../../support/server/guide-script.ts';
import { httpGet } from '../../support/server/http-get.ts';
import { createLinks, openAll } from '../../support/server/many-links.ts';
import { loadRedirects } from '../../support/server/redirect-load.ts';
import {
  type ServerProcess,
  type StartOptions,
  startServer,
  temporaryFolder,
} from '../../support/server/server-process.ts';

interface Hit {
  id: string;
  kind: string;
  mark: string | null;
  settled: boolean;
}

/** Of the worker, where 20,000 take a quarter of an hour. */
const LINKS = Number(process.env.GUIDE_LINKS ?? 300);
const WAIT = { timeout: 120_000 + LINKS * 20, interval: 200 };
const WORKERD: StartOptions = {
  entry: 'scripts/dev-workers.ts',
  nodeArgs: ['--experimental-strip-types'],
};

/** On Node the test before has more hits, but of one link. */
const WITH_LINKS: [name: string, options: StartOptions][] = [
  ['Cloudflare', WORKERD],
  ...(process.env.GUIDE_LINKS ? [['Node', {}] as [string, StartOptions]] : []),
];

const textOf = (file: string) => readFileSync(file, 'utf8');
const hitsIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Hit => JSON.parse(line));
const linesIn = (file: string) => textOf(file).split('\n').length - 1;

/** All settled hits, as the server lists them now. */
async function settledHits(server: ServerProcess): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/hits?after=start&format=ndjson`, {
    headers: { Authorization: `Bearer ${server.key}` },
  });
  return response.text();
}

/** The number of all hits that are stored. */
const stored = async (server: ServerProcess) =>
  (await server.api<{ total: { hits: number } }>('/stats')).total.hits;

/** An Office program and the browser of its user: the look-up becomes a bot when the click arrives. */
async function lookUpAndClick(shortUrl: string): Promise<void> {
  await httpGet(shortUrl, { 'User-Agent': 'Microsoft Office Word 2014' });
  await httpGet(shortUrl, ON_CHROME.headers);
}

describe('the tail of hits', () => {
  it('has each hit once and in order, with its final kind, while server and script are killed under load', async () => {
    const first = await startServer();
    const env = { PORT: new URL(first.url).port };
    const [link] = await createLinks(first, 1);
    const shortUrl = `${first.url}/${link}`;
    await lookUpAndClick(shortUrl);
    const file = join(temporaryFolder(), 'hits.ndjson');
    const { url, key } = first;
    const options = { url, key, args: [file, '--every', '1'] };
    const early = loadRedirects(shortUrl, 'a', 4);
    const killed = startScript('tail-hits', options);
    await early.reached(1000);
    await early.end();
    await expect.poll(() => linesIn(file), WAIT).toBeGreaterThan(500);
    killed.child.kill('SIGKILL');
    await killed.exited;
    // A kill can interrupt the write anywhere.
    truncateSync(file, Buffer.byteLength(textOf(file)) - 100);
    expect(textOf(file).endsWith('\n')).toBe(false);
    const before = loadRedirects(shortUrl, 'b', 4);
    await before.reached(300);
    const script = startScript('tail-hits', options);
    await first.kill();
    await before.stopped;

    const second = await startServer({ dataDir: first.dataDir, env });
    const after = loadRedirects(shortUrl, 'c', 4);
    await after.reached(500);
    await after.end();
    const total = await stored(second);
    await expect.poll(() => linesIn(file), WAIT).toBe(total);
    script.child.kill('SIGTERM');
    const { code, stderr } = await script.exited;
    expect(code).toBe(0);
    expect(stderr).toContain('Next attempt');
    expect(textOf(file)).toBe(await settledHits(second));
    const hits = hitsIn(textOf(file));
    expect(hits.filter(({ settled }) => !settled)).toEqual([]);
    expect(hits.slice(0, 2).map(({ kind }) => kind)).toEqual(['bot', 'click']);
    const marks = hits.flatMap(({ mark }) => mark ?? []);
    const seen = new Set(marks);
    expect(seen.size).toBe(marks.length);
    expect(
      [...early.answered, ...before.answered, ...after.answered].filter((mark) => !seen.has(mark)),
    ).toEqual([]);
  });

  it.each(WITH_LINKS)(
    `has each of ${2 * LINKS} hits once on %s, although server and script are killed`,
    {
      timeout: 240_000 + LINKS * 200,
    },
    async (_, options) => {
      const first = await startServer(options);
      const env = { PORT: new URL(first.url).port };
      const slugs = await createLinks(first, LINKS);
      const file = join(temporaryFolder(), 'hits.ndjson');
      const { url, key } = first;
      const tail = { url, key, args: [file, '--every', '1'] };
      const killed = startScript('tail-hits', tail);
      await openAll(first, slugs);
      // The queue of workerd is lost with the process.
      await expect.poll(() => stored(first), WAIT).toBe(LINKS);
      await expect.poll(() => linesIn(file), WAIT).toBeGreaterThan(50);
      killed.child.kill('SIGKILL');
      await killed.exited;
      truncateSync(file, Buffer.byteLength(textOf(file)) - 100);
      const script = startScript('tail-hits', tail);
      await first.kill();

      const second = await startServer({ ...options, dataDir: first.dataDir, env });
      await openAll(second, slugs);
      await expect.poll(() => linesIn(file), WAIT).toBe(2 * LINKS);
      script.child.kill('SIGTERM');
      expect(await script.exited).toMatchObject({ code: 0 });
      expect(textOf(file)).toBe(await settledHits(second));
      expect(new Set(hitsIn(textOf(file)).map(({ id }) => id)).size).toBe(2 * LINKS);
    },
  );

  it('goes on from a file that was cut at any place, and through answers that fail', async () => {
    const server = await startServer();
    const slugs = await createLinks(server, 20);
    await openAll(server, slugs);
    const file = join(temporaryFolder(), 'hits.ndjson');
    const proxy = await openFailingProxy(server.url);
    const options = { url: proxy.url, key: server.key, args: [file, '--once'] };
    await expect.poll(async () => hitsIn(await settledHits(server)).length, WAIT).toBe(20);
    const whole = await settledHits(server);
    expect(await runScript('tail-hits', options)).toMatchObject({ code: 0 });
    expect(textOf(file)).toBe(whole);
    const [second, last] = [whole.indexOf('\n') + 1, whole.lastIndexOf('\n', whole.length - 2) + 1];
    for (const end of [0, 30, second, second + 1, last + 30]) {
      truncateSync(file, end);
      proxy.fail('/hits', [{ status: 503, retryAfter: '0' }, 'reset']);
      expect(await runScript('tail-hits', options)).toMatchObject({ code: 0 });
      expect(textOf(file), `cut at ${end}`).toBe(whole);
    }
  });

  it('says what is wrong, and touches no file of others', async () => {
    const server = await startServer();
    const file = join(temporaryFolder(), 'hits.ndjson');
    const { url, key } = server;
    const run = async (args: string[], options: { key?: string } = {}) => {
      const { code, stderr } = await runScript('tail-hits', { url, key, ...options, args });
      return [code, stderr];
    };
    expect(await run([])).toEqual([64, expect.stringContaining('Name one file')]);
    expect(await run([file, '--every', 'x'])).toEqual([64, expect.stringContaining('--every')]);
    expect(await run([file], { key: '' })).toEqual([64, expect.stringContaining('Set SOTTO_KEY.')]);
    expect(await run([file], { key: 'wrong' })).toEqual([1, expect.stringContaining('401')]);
    expect(await run([file, '--after', 'hit_zzzzzzzzzzz'])).toEqual([1, expect.stringContaining('422')]);
    for (const text of ['notes', 'notes\n', '{"id":7}\n', '{"id":"hit_1","kind":"click"}\nnotes']) {
      writeFileSync(file, text);
      expect(await run([file])).toEqual([1, expect.stringContaining('does not end with a hit')]);
      expect(textOf(file)).toBe(text);
    }
    writeFileSync(file, '');
    await server.stop();
    const once = [file, '--once', '--attempts', '1'];
    expect(await run(once)).toEqual([75, expect.stringContaining('ECONNREFUSED')]);
  });
});
