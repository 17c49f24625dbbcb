import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeTar } from '../../../src/runtime/node/commands/backup-tar.ts';
import { runOn } from '../../support/server/data-command.ts';
import { loadRedirects, storedMarks } from '../../support/server/redirect-load.ts';
import { type ServerProcess, startServer, temporaryFolder } from '../../support/server/server-process.ts';

interface Total {
  total: { hits: number; clicks: number; uniqueClicks: number };
}

async function mint(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  return shortUrl;
}

function read<T>(dataDir: string, file: string, query: string): T[] {
  const connection = new Database(join(dataDir, file), { readonly: true });
  try {
    return connection.prepare<[], T>(query).all();
  } finally {
    connection.close();
  }
}

const inThrees = (list: number[]) =>
  Array.from({ length: list.length / 3 }, (_, place) => list.slice(3 * place, 3 * place + 3));

/** The data folder of a stopped server with one link and some clicks, and a backup of it. */
async function backedUp() {
  const server = await startServer();
  const load = loadRedirects(await mint(server), 'm', 4);
  await load.reached(50);
  await server.stop();
  await load.stopped;
  const file = join(temporaryFolder(), 'sotto.tar');
  expect(await runOn(server.dataDir, 'backup', file)).toMatchObject({ code: 0 });
  return { ...server, file };
}

describe('a backup', () => {
  it('made while hits are written contains all links and keys, and every hit of its moment', async () => {
    const server = await startServer();
    const load = loadRedirects(await mint(server), 'm', 8);
    await load.reached(300);
    const before = storedMarks(server.dataDir);
    const file = join(temporaryFolder(), 'sotto.tar');
    const backup = await runOn(server.dataDir, 'backup', file);
    expect(backup).toMatchObject({ code: 0, stdout: expect.stringContaining('Backup written to') });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await load.reached(load.answered.length + 50);
    await server.stop();
    await load.stopped;
    expect(load.failures.filter((code) => code.startsWith('HTTP'))).toEqual([]);

    const dataDir = join(temporaryFolder(), 'restored');
    expect(await runOn(dataDir, 'restore', file)).toMatchObject({ code: 0 });
    const marks = storedMarks(dataDir);
    for (const mark of before.keys()) expect(marks.get(mark), mark).toBe(1);
    expect(marks.size).toBeLessThan(storedMarks(server.dataDir).size);

    const restored = await startServer({ dataDir, env: { SOTTO_ADMIN_KEY: server.key } });
    const { total } = await restored.api<Total>('/stats');
    expect(total.hits).toBe(marks.size);
    expect((await restored.api<{ data: unknown[] }>('/links')).data).toHaveLength(1);
    const clicks = read<{ clicks: number }>(
      dataDir,
      'sums.db',
      'SELECT sum(clicks) AS clicks FROM sums WHERE unit = 0 AND scope = 0',
    );
    expect(clicks).toEqual([{ clicks: total.clicks }]);
    expect(total.uniqueClicks).toBe(1);
  });

  it('keeps the API keys, and a restored server creates no other', async () => {
    const { file, key } = await backedUp();
    const dataDir = temporaryFolder();
    await runOn(dataDir, 'restore', file);
    const restored = await startServer({
      dataDir,
      env: { SOTTO_ADMIN_KEY: 'an-admin-key-given-from-outside' },
    });
    const answer = await fetch(`${restored.url}/api/v1/links`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
    expect(existsSync(join(dataDir, 'admin-key'))).toBe(false);
  });

  it('contains no visitor hash and no salt', async () => {
    const { dataDir, file } = await backedUp();
    const batches = read<{ visitors: string; networks: string }>(
      dataDir,
      'sotto.db',
      `SELECT visitors, networks FROM hit_batches WHERE visitors <> '[]'`,
    );
    expect(batches).not.toEqual([]);
    const bytes = readFileSync(file);
    for (const { visitors, networks } of batches) {
      for (const [high, low] of inThrees(JSON.parse(visitors))) {
        expect(bytes.includes(`${high},${low},`)).toBe(false);
      }
      for (const hash of JSON.parse(networks).filter((each: unknown) => typeof each === 'string')) {
        expect(bytes.includes(hash)).toBe(false);
      }
    }
    const salts: [number, string][] = JSON.parse(readFileSync(join(dataDir, 'salts'), 'utf8'));
    for (const [, salt] of salts) {
      expect(bytes.includes(salt)).toBe(false);
      expect(bytes.includes(Buffer.from(salt, 'base64'))).toBe(false);
    }
  });

  it('overwrites no file, and leaves no file behind when it fails', async () => {
    const { dataDir, file } = await backedUp();
    const bytes = readFileSync(file);
    const second = await runOn(dataDir, 'backup', file);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists') });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const folder = temporaryFolder();
    const none = await runOn(join(folder, 'nothing'), 'backup', join(folder, 'new.tar'));
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('contains no Sotto data') });
    writeFileSync(join(dataDir, 'sums.db'), 'no database, but long enough to be looked at '.repeat(100));
    expect(await runOn(dataDir, 'backup', join(folder, 'new.tar'))).toMatchObject({ code: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes exactly one argument', async () => {
    const dataDir = temporaryFolder();
    for (const args of [[], ['a', 'b'], ['--help']]) {
      expect(await runOn(dataDir, 'backup', ...args)).toMatchObject({
        code: 64,
        stderr: 'Usage: npm run backup -- FILE\n',
      });
    }
  });
});

describe('restoring', () => {
  it('needs an empty folder', async () => {
    const { dataDir, file } = await backedUp();
    const marks = storedMarks(dataDir);
    const refused = await runOn(dataDir, 'restore', file);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`${dataDir} is not empty`) });
    expect(storedMarks(dataDir)).toEqual(marks);
  });

  it('refuses a truncated, damaged or foreign file, and leaves the folder empty', async () => {
    const { file } = await backedUp();
    const folder = temporaryFolder();
    const whole = readFileSync(file);
    const variants = {
      cut: whole.subarray(0, whole.length - 20_000),
      empty: Buffer.alloc(0),
      foreign: Buffer.from('not an archive '.repeat(100)),
      damaged: Buffer.concat([whole.subarray(0, 600), Buffer.alloc(4_000, 7), whole.subarray(4_600)]),
    };
    for (const [name, bytes] of Object.entries(variants)) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const dataDir = join(folder, `${name}-data`);
      const refused = await runOn(dataDir, 'restore', path);
      expect(refused, name).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`${path} cannot be restored`),
      });
      expect(readdirSync(dataDir), name).toEqual(['lock']);
    }
  });

  it('refuses a backup of a version whose data this one cannot read, and leaves the folder empty', async () => {
    const { dataDir: used } = await backedUp();
    const folder = temporaryFolder();
    const sums = new Database(join(used, 'sums.db'));
    sums.exec('CREATE TABLE fold_state (hit_id INTEGER)');
    sums.close();
    const file = join(folder, 'old.tar');
    const files = ['sums.db', 'sotto.db'].map((name) => ({ name, path: join(used, name) }));
    await writeTar(file, files, () => {});
    const dataDir = join(folder, 'data');
    const refused = await runOn(dataDir, 'restore', file);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/old\.tar cannot be restored: .*older version/),
    });
    expect(readdirSync(dataDir)).toEqual(['lock']);
  });

  it('reports a missing file', async () => {
    const folder = temporaryFolder();
    const refused = await runOn(join(folder, 'data'), 'restore', join(folder, 'missing.tar'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('missing.tar does not exist') });
    expect(readdirSync(folder)).toEqual([]);
  });
});
