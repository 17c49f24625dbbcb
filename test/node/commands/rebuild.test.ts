import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../src/runtime/node/sqlite/data-lock.ts';
import { runOn } from '../../support/server/data-command.ts';
import { loadRedirects } from '../../support/server/redirect-load.ts';
import { spawnServer, startServer, temporaryFolder } from '../../support/server/server-process.ts';
import { SUMS } from '../../support/store/sums.ts';

function sumsOf(dataDir: string): unknown[] {
  const connection = new Database(join(dataDir, 'sums.db'), { readonly: true });
  try {
    const rows = (from: string) => connection.prepare(`SELECT * FROM ${from}`).raw().all();
    // Not `closed_day`: it depends on the time, and ten minutes after midnight may lie between two readings.
    const state = 'hit_id, change_id, compacted_day';
    return [
      ...SUMS.map((table) => rows(`${table} ORDER BY 1, 2, 3`)),
      rows('scopes ORDER BY domain, channel'),
      connection.prepare(`SELECT ${state} FROM sums_state`).raw().all(),
    ];
  } finally {
    connection.close();
  }
}

let original: string;

/** A copy of a folder with at least 200 hits, of which the first test that needs it makes one. */
async function used() {
  original ??= await fill(mkdtempSync(join(tmpdir(), 'sotto-test-')));
  const dataDir = join(temporaryFolder(), 'data');
  cpSync(original, dataDir, { recursive: true });
  return { dataDir };
}
afterAll(() => rmSync(original, { recursive: true, force: true }));

async function fill(dataDir: string): Promise<string> {
  const server = await startServer({ dataDir });
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  const load = loadRedirects(shortUrl, 'm', 8);
  await load.reached(200);
  await server.stop();
  await load.stopped;
  return dataDir;
}

describe('the rebuild', () => {
  it('counts the same again, to the last digit', async () => {
    const { dataDir } = await used();
    const before = sumsOf(dataDir);
    const { code, stdout } = await runOn(dataDir, 'rebuild');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Rebuilt the sums from \d+ hits\.\n$/),
    });
    expect(sumsOf(dataDir)).toEqual(before);
  });

  it('creates missing sums', async () => {
    const { dataDir } = await used();
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `sums.db${end}`), { force: true });
    expect(await runOn(dataDir, 'rebuild')).toMatchObject({ code: 0 });
    const server = await startServer({ dataDir });
    const { total } = await server.api<{ total: { hits: number } }>('/stats');
    expect(total.hits).toBeGreaterThanOrEqual(200);
  });

  it.each([
    ['no database', Buffer.from('not a database '.repeat(1_000))],
    ['cut off', null],
  ])('moves damaged sums (%s) away and creates new ones', async (_, bytes) => {
    const { dataDir } = await used();
    const path = join(dataDir, 'sums.db');
    if (bytes) writeFileSync(path, bytes);
    else truncateSync(path, 20_000);
    const refused = await spawnServer({ dataDir }).exited;
    expect(refused.stderr).toMatch(
      /sums\.db cannot be used: it is damaged or not a database.*npm run rebuild/,
    );
    const { code, stdout } = await runOn(dataDir, 'rebuild');
    expect(code).toBe(0);
    const [, moved = ''] = /The old sums were damaged; they are now in (\S+)\. /.exec(stdout) ?? [];
    expect(existsSync(moved)).toBe(true);
    expect(readdirSync(dataDir).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
    const server = await startServer({ dataDir });
    const { total } = await server.api<{ total: { hits: number } }>('/stats');
    expect(total.hits).toBeGreaterThanOrEqual(200);
  });

  it('refuses while a server is running, and in a folder without data', async () => {
    const { dataDir } = await startServer();
    const refused = await runOn(dataDir, 'rebuild');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`${dataDir} is in use`) });
    const nothing = join(temporaryFolder(), 'data');
    const none = await runOn(nothing, 'rebuild');
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${nothing} contains no Sotto data`),
    });
  });
});

describe('a data folder', () => {
  it('is served by one process: a second one prints an error and exits', async () => {
    const first = await startServer();
    const { code, stderr, stdout } = await spawnServer({ dataDir: first.dataDir }).exited;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Sotto cannot start: The data folder ${first.dataDir} is in use`);
    await expect(first.api('/contents')).resolves.toMatchObject({ data: [] });
  });

  it('has one server, one schema and one key after two simultaneous starts', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const both = [spawnServer({ dataDir }), spawnServer({ dataDir })];
    const ends = both.map((server, n) =>
      server.printed(/^Sotto listens on (\S+)/m).then(
        () => ({ n, listens: true }),
        () => ({ n, listens: false }),
      ),
    );
    const outcomes = await Promise.all(ends);
    expect(outcomes.filter(({ listens }) => listens)).toHaveLength(1);
  });

  it('can be served again while the previous server is still stopping', async () => {
    const first = await startServer();
    const stopped = first.stop();
    const second = await startServer({ dataDir: first.dataDir });
    await expect(second.api('/contents')).resolves.toMatchObject({ data: [] });
    expect(await stopped).toMatchObject({ code: 0 });
  });

  it('can be served again after kill -9', async () => {
    const { dataDir, stop } = await startServer();
    await stop('SIGKILL');
    lockDataFolder(dataDir).release();
  });
});
