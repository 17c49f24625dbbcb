import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLocalDatabase } from '../../../scripts/local-worker.ts';
import { openStorage } from '../../../src/runtime/edge/storage.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { fillDay } from '../../support/guides/fill-day.ts';
import { NOON_ZONE, noonZoneDate } from '../../support/guides/noon-zone.ts';
import { runGuide } from '../../support/guides/run-guide.ts';
import { openFailingProxy } from '../../support/server/failing-proxy.ts';
import { loadRedirects } from '../../support/server/redirect-load.ts';
import { type StartOptions, startServer, temporaryFolder } from '../../support/server/server-process.ts';

type Hits = Map<string, number>;
interface Home {
  runtime: string;
  options: StartOptions;
  /** Stores links with hits of this time in a data folder. */
  fill(dataDir: string, links: number, at: number): Promise<Hits>;
}

const DAY = 86_400_000;
/** With 20,000, the server is killed while it still writes the answer. */
const LINKS = Number(process.env.GUIDE_LINKS ?? 300);
const CONNECTIONS = 4;

const HOMES: Home[] = [
  {
    runtime: 'Node',
    options: {},
    async fill(dataDir, links, at) {
      const { store, close } = openStore({ dataDir, synchronous: 'normal' });
      try {
        return await fillDay(store, links, at);
      } finally {
        close();
      }
    },
  },
  {
    runtime: 'Cloudflare',
    options: { entry: 'scripts/dev-workers.ts', nodeArgs: ['--experimental-strip-types'] },
    fill: (dataDir, links, at) =>
      withLocalDatabase(dataDir, (database) => fillDay(openStorage(database), links, at)),
  },
];

describe.each(HOMES)('the nightly export on $runtime', ({ options, fill }) => {
  it(`has each of ${LINKS} links once, although the server is killed in the middle and hits arrive`, {
    timeout: 120_000 + LINKS * 50,
  }, async () => {
    const dataDir = join(temporaryFolder(), 'data');
    mkdirSync(dataDir);
    const yesterday = Date.now() - DAY;
    const expected = await fill(dataDir, LINKS, yesterday);
    const first = await startServer({ ...options, dataDir });
    const proxy = await openFailingProxy(first.url);
    const before = loadRedirects(`${first.url}/n0`, 'a', CONNECTIONS);
    await before.reached(50);
    proxy.fail('ndjson', [{ during: first.kill }]);

    const folder = temporaryFolder();
    let filesAtFailure: string[] | undefined;
    const run = runGuide('nightly-export', {
      args: ['--folder', folder, '--timezone', NOON_ZONE],
      env: { SOTTO_URL: proxy.url, SOTTO_KEY: first.key },
      onOutput: () => {
        filesAtFailure ??= readdirSync(folder);
      },
    });
    await first.exited;
    await before.stopped;
    const second = await startServer({ ...options, dataDir });
    const after = loadRedirects(`${second.url}/n0`, 'b', CONNECTIONS);
    await after.reached(20);
    proxy.forwardTo(second.url);
    const { code, output } = await run;
    await after.end();

    expect(output).toContain('Next attempt');
    const name = `links-${noonZoneDate(yesterday)}.ndjson`;
    const hits = [...expected.values()].reduce((sum, count) => sum + count, 0);
    expect(output).toContain(`${name}: ${LINKS} links, ${hits} hits\n`);
    expect(code).toBe(0);
    expect(filesAtFailure).toEqual([]);
    expect(readdirSync(folder)).toEqual([name]);
    const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
    const rows = lines.map((line): { slug: string; hits: number } => JSON.parse(line));
    expect(rows).toHaveLength(LINKS);
    expect(new Map(rows.map(({ slug, hits }) => [slug, hits]))).toEqual(expected);
    expect(after.failures).toEqual([]);
  });
});
