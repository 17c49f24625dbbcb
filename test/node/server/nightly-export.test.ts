import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { fillDay } from '../../support/guides/fill-day.ts';
import { NOON_ZONE, noonZoneDate } from '../../support/guides/noon-zone.ts';
import { openFailingProxy } from '../../support/server/failing-proxy.ts';
import { runScript } from '../../support/server/guide-script.ts';
import { createLinks, openAll } from '../../support/server/many-links.ts';
import { type ServerProcess, startServer, temporaryFolder } from '../../support/server/server-process.ts';

const DAY = 86_400_000;
/** Of the worker, where 20,000 take minutes. */
const EDGE_LINKS = Number(process.env.GUIDE_LINKS ?? 1_000);
/** The script believes that it is tomorrow, so that the hits of this test are of yesterday. */
const TOMORROW = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`const now = Date.now; Date.now = () => now() + ${DAY};`)}`,
];
const today = () => noonZoneDate(Date.now());

const exportTo = (server: Pick<ServerProcess, 'url' | 'key'>, folder: string, args: string[] = []) =>
  runScript('nightly-export', {
    ...server,
    nodeArgs: TOMORROW,
    args: ['--folder', folder, '--timezone', NOON_ZONE, ...args],
  });

interface Row {
  slug: string;
  hits: number;
}

const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line): Row => JSON.parse(line));

/** Hits by slug. */
const countsOf = (rows: Row[]) => new Map(rows.map(({ slug, hits }) => [slug, hits]));

/** Visits each link once, and every tenth twice; resolves with the hits by slug. */
async function visit(server: ServerProcess, count: number): Promise<Map<string, number>> {
  const slugs = await createLinks(server, count);
  const paths = slugs.flatMap((slug, at) => (at % 10 === 0 ? [slug, slug] : [slug]));
  await openAll(server, paths);
  return new Map(slugs.map((slug, at) => [slug, at % 10 === 0 ? 2 : 1]));
}

/** A data folder with this many links, each with a hit of now, and every tenth with two; and the hits by slug. */
async function prepare(count: number) {
  const dataDir = join(temporaryFolder(), 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    return { dataDir, expected: await fillDay(store, count, Date.now()) };
  } finally {
    close();
  }
}

describe('the nightly export', () => {
  it('has each of 20,000 links with its hits, as NDJSON and as CSV', async () => {
    const { dataDir, expected } = await prepare(20_000);
    const server = await startServer({ dataDir });
    const folder = temporaryFolder();
    const { code, stderr } = await exportTo(server, folder);
    expect(stderr).toMatch(/links-\S+\.ndjson: 20000 links, 22000 hits\n$/);
    expect(code).toBe(0);
    const rows = rowsOf(readFileSync(join(folder, `links-${today()}.ndjson`), 'utf8'));
    expect(rows).toHaveLength(20_000);
    expect(countsOf(rows)).toEqual(expected);

    expect(await exportTo(server, folder, ['--format', 'csv'])).toMatchObject({ code: 0 });
    const csv = readFileSync(join(folder, `links-${today()}.csv`), 'utf8');
    expect(csv.startsWith('\ufeff"linkId"')).toBe(true);
    const [, ...lines] = csv.trimEnd().split('\r\n');
    const slugs = lines.map((line) => JSON.parse(`[${line}]`)[1]);
    expect(slugs).toHaveLength(20_000);
    expect(new Set(slugs)).toEqual(new Set(expected.keys()));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it(`has each of ${EDGE_LINKS} links with its hits on Cloudflare`, {
    timeout: 240_000 + EDGE_LINKS * 100,
  }, async () => {
    const server = await startServer({
      entry: 'scripts/dev-workers.ts',
      nodeArgs: ['--experimental-strip-types'],
    });
    const expected = await visit(server, EDGE_LINKS);
    const folder = temporaryFolder();
    const stored = async () => (await server.api<{ total: { hits: number } }>('/stats')).total.hits;
    await expect.poll(stored, { timeout: 120_000 + EDGE_LINKS * 20, interval: 500 }).toBe(EDGE_LINKS * 1.1);
    expect(await exportTo(server, folder)).toMatchObject({ code: 0 });
    const rows = rowsOf(readFileSync(join(folder, `links-${today()}.ndjson`), 'utf8'));
    expect(rows).toHaveLength(EDGE_LINKS);
    expect(countsOf(rows)).toEqual(expected);
  });

  it('never replaces a good file by half a file, and begins again when the connection breaks', async () => {
    const server = await startServer();
    const expected = await visit(server, 2000);
    const proxy = await openFailingProxy(server.url);
    const [folder, through] = [temporaryFolder(), { url: proxy.url, key: server.key }];
    const file = join(folder, `links-${today()}.ndjson`);
    writeFileSync(file, 'good\n');
    for (const failure of ['reset', 'cut'] as const) {
      proxy.fail('ndjson', [failure]);
      expect(await exportTo(through, folder, ['--attempts', '1'])).toMatchObject({ code: 75 });
      expect(readFileSync(file, 'utf8')).toBe('good\n');
      expect(readdirSync(folder)).toHaveLength(1);
    }
    const busy = { status: 503, retryAfter: '0' };
    proxy.fail('ndjson', ['reset', 'cut', busy, { status: 429, retryAfter: '1' }]);
    const { code, stderr } = await exportTo(through, folder);
    expect(code).toBe(0);
    for (const text of ['503', '429', 'Next attempt in 0 s', 'hits of 2200', '2000 links, 2200 hits'])
      expect(stderr).toContain(text);
    expect(countsOf(rowsOf(readFileSync(file, 'utf8')))).toEqual(expected);
  });

  it('says what is wrong, with an exit code for each kind of failure', async () => {
    const server = await startServer();
    const folder = temporaryFolder();
    const run = async (options: { url?: string; key?: string }, args: string[] = []) => {
      const { code, stderr } = await exportTo({ url: server.url, key: server.key, ...options }, folder, args);
      return [code, stderr];
    };
    expect(await run({ key: '' })).toEqual([64, expect.stringContaining('Set SOTTO_KEY.')]);
    expect(await run({}, ['--day', '2999-01-01'])).toEqual([64, expect.stringContaining('is not over')]);
    expect(await run({}, ['--timezone', 'Paris'])).toEqual([
      64,
      expect.stringContaining('Unknown time zone'),
    ]);
    expect(await run({}, ['--formta', 'csv'])).toEqual([64, expect.stringContaining('--formta')]);
    expect(await run({ key: 'wrong' })).toEqual([1, expect.stringContaining('401')]);
    expect(await run({}, ['--folder', join(folder, 'none')])).toEqual([1, expect.stringContaining('ENOENT')]);
    await server.stop();
    expect(await run({}, ['--attempts', '1'])).toEqual([75, expect.stringContaining('ECONNREFUSED')]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
