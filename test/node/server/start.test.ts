import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { banner, localUrl } from '../../../src/runtime/node/server/banner.ts';
import { spawnServer, startServer, temporaryFolder } from '../../support/server/server-process.ts';

const KEY = 'an-admin-key-given-from-outside';
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

interface MintedContent {
  links: { channel: string; shortUrl: string }[];
}

describe('the first start', () => {
  it('writes an admin key to a file that only its owner can read, and prints only the path', async () => {
    const { dataDir, key, stdout } = await startServer();
    const path = join(dataDir, 'admin-key');
    expect(modeOf(path)).toBe('600');
    expect(key).toMatch(/^sotto_\S{40,}$/);
    expect(stdout()).toContain(`The first admin key is in ${path}\n`);
    expect(stdout()).not.toContain(key);
  });

  it('creates a folder and files that only their owner can read', async () => {
    const { dataDir } = await startServer();
    expect(modeOf(dataDir)).toBe('700');
    for (const file of ['sotto.db', 'sums.db']) expect(modeOf(join(dataDir, file)), file).toBe('600');
  });

  it.each(['data', "it's my data"])(
    'prints a curl command that creates four links (folder "%s")',
    async (name) => {
      const { stdout, url } = await startServer({ dataDir: join(temporaryFolder(), name) });
      const command = stdout()
        .split('\n')
        .find((line) => line.startsWith('  curl '));
      const answer = execFileSync('sh', ['-c', `${command} --silent --fail`], { encoding: 'utf8' });
      const content: MintedContent = JSON.parse(answer);
      expect(content.links.map(({ channel }) => channel)).toEqual(['whatsapp', 'email', 'slack', 'copy']);
      for (const { shortUrl } of content.links) expect(shortUrl).toMatch(`${url}/`);
    },
  );

  it('does not print an admin key from the settings', async () => {
    const server = await startServer({ env: { SOTTO_ADMIN_KEY: KEY } });
    await expect(server.api('/contents')).resolves.toMatchObject({ data: [] });
    expect(existsSync(join(server.dataDir, 'admin-key'))).toBe(false);
    expect(server.stdout()).not.toContain(KEY);
    expect(server.stdout()).not.toContain('admin key');
  });
});

describe('a start', () => {
  it('loads the API and the pages before it says that it listens, and fails if one is missing', async () => {
    const folder = join(temporaryFolder(), 'dist');
    cpSync('dist', folder, { recursive: true });
    for (const name of ['node_modules', 'drizzle'])
      symlinkSync(join(process.cwd(), name), join(folder, '..', name));
    const entry = realpathSync(join(folder, 'node.js'));
    for (const part of built(folder, /^docs-.*\.js$/)) rmSync(part);
    const { code, stdout, stderr } = await spawnServer({ dataDir: temporaryFolder(), entry }).exited;
    expect(code).toBe(1);
    expect(stdout).not.toContain('Sotto listens');
    expect(stdout).toContain('ERR_MODULE_NOT_FOUND');
    expect(stderr).toContain('Sotto cannot start: The page /docs cannot be shown.');
  });
});

/** The files of a build whose names match. */
const built = (folder: string, name: RegExp): string[] =>
  globSync(join(folder, 'server-*', '*')).filter((path) => name.test(basename(path)));

describe('the banner', () => {
  const start = { url: 'http://localhost:8787', publicUrl: 'http://localhost:8787' };
  const firstKey = { text: 'sotto_key_1_secret', path: './data/admin-key' };

  it('shows the key on a terminal, and in the command', () => {
    const text = banner({ ...start, firstKey, terminal: true });
    expect(text).toContain('\n  sotto_key_1_secret\n');
    expect(text).toContain('-H "Authorization: Bearer sotto_key_1_secret"');
    expect(text).not.toContain('$(cat');
  });

  it('shows the link for the first account on a terminal, and elsewhere only the file that has it', () => {
    const firstMember = { url: 'http://localhost:8787/app/join/token', path: './data/first-member-link' };
    const shown = (terminal: boolean) => banner({ ...start, firstKey: null, firstMember, terminal });
    expect(shown(true)).toContain(`\n  ${firstMember.url}\n`);
    expect(shown(false)).not.toContain(firstMember.url);
    expect(shown(false)).toContain(firstMember.path);
  });

  it('contains only the address if there is no new key', () => {
    expect(banner({ ...start, firstKey: null, terminal: true })).toBe(
      'Sotto listens on http://localhost:8787\n',
    );
  });

  it.each([
    ['127.0.0.1', 'http://localhost:80'],
    ['0.0.0.0', 'http://localhost:80'],
    ['::', 'http://localhost:80'],
    ['192.0.2.7', 'http://192.0.2.7:80'],
    ['2001:db8::7', 'http://[2001:db8::7]:80'],
    ['go.internal', 'http://go.internal:80'],
  ])('shows for HOST %s the address %s', (host, url) => {
    expect(localUrl(host, 80)).toBe(url);
  });
});

describe('a later start', () => {
  it('keeps the key and does not print it', async () => {
    const first = await startServer();
    await first.stop();
    const second = await startServer({ dataDir: first.dataDir });
    expect(second.key).toBe(first.key);
    expect(second.stdout()).not.toContain('admin key');
    await expect(second.api('/contents')).resolves.toMatchObject({ data: [] });
  });
});

describe('the public URL', () => {
  it('is the beginning of every short link, wherever Sotto listens', async () => {
    const server = await startServer({ env: { SOTTO_PUBLIC_URL: 'https://Go.Example/' } });
    const { links } = await server.api<MintedContent>('/contents', { url: 'https://example.com/' });
    for (const { shortUrl } of links) expect(shortUrl).toMatch(/^https:\/\/go\.example\/\w+$/);
    expect(server.stdout()).toContain('Short links start with https://go.example\n');
  });
});

describe('a start that fails', () => {
  it('exits with 78 and lists every mistake in the settings', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const env = { PORT: 'http', SOTTO_SYNCHRONOUS: 'never', SOTTO_ADMIN_KEY: 'secret', SOTTO_DATTA: dataDir };
    const { code, stdout, stderr } = await spawnServer({ dataDir, env }).exited;
    expect(code).toBe(78);
    for (const name of Object.keys(env)) expect(stderr).toContain(`- ${name} `);
    expect(stderr).not.toContain('secret');
    expect(stdout).toBe('');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('reports a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo; // as it listens on TCP
    const { code, stderr } = await spawnServer({ env: { PORT: String(port) } }).exited;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Sotto cannot start: Cannot listen on 127.0.0.1, port ${port}: the port is in use; choose another one with PORT.\n`,
    );
  });

  it('reports a host that is not an address of the machine', async () => {
    const { code, stderr } = await spawnServer({ env: { HOST: '192.0.2.1' } }).exited;
    expect(code).toBe(1);
    expect(stderr).toContain('HOST is not an address of this machine');
  });

  it.each<[string, (folder: string) => string, RegExp]>([
    [
      'is a file',
      (folder) => {
        writeFileSync(join(folder, 'data'), '');
        return join(folder, 'data');
      },
      /\/data is a file\./,
    ],
    [
      'is below a file',
      (folder) => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file', 'deep', 'data');
      },
      /\/file is a file\./,
    ],
    [
      'is a link to nowhere',
      (folder) => {
        symlinkSync('/nowhere/at/all', join(folder, 'data'));
        return join(folder, 'data');
      },
      /\/data is a symbolic link that leads nowhere\./,
    ],
    ['has too long a name', (folder) => join(folder, 'x'.repeat(300)), /the name is too long\./],
    ['the system refuses', () => '/proc/sotto/data', /no folder can be created there\./],
    [
      'is read-only',
      (folder) => {
        mkdirSync(join(folder, 'data'));
        chmodSync(join(folder, 'data'), 0o555);
        return join(folder, 'data');
      },
      /it is read-only or belongs to another user\./,
    ],
  ])('exits with 78 and one plain line if the data folder %s', async (_case, prepare, reason) => {
    const dataDir = prepare(temporaryFolder());
    const { code, stdout, stderr } = await spawnServer({ dataDir }).exited;
    expect([code, stdout]).toEqual([78, '']);
    expect(stderr).toMatch(/^Sotto cannot start: The data folder .* cannot be used: .*SOTTO_DATA.*\n$/);
    expect(stderr).toMatch(reason);
    expect(stderr).toContain(`${dataDir} `);
  });

  // Only root can become another user.
  it.runIf(process.getuid?.() === 0)('exits with 78 if the user may not create the data folder', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const { code, stderr } = await spawnServer({ dataDir: join(folder, 'data'), uid: 65_534 }).exited;
    expect(code).toBe(78);
    expect(stderr).toMatch(/this user may not create it\..*\n$/);
  });

  it('reports a file that is not a database, and does not change it', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    mkdirSync(dataDir);
    const path = join(dataDir, 'sotto.db');
    const text = 'not a database, but long enough to be looked at '.repeat(100);
    writeFileSync(path, text);
    const { code, stderr } = await spawnServer({ dataDir }).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Sotto cannot start: .*sotto\.db.*\n$/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('reports a database that another program has locked', async () => {
    const { dataDir, stop } = await startServer();
    await stop();
    const other = new Database(join(dataDir, 'sotto.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    const { code, stderr } = await spawnServer({ dataDir }).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Sotto cannot start: .*sotto\.db is locked by another program\.\n$/);
  });

  it('reports the required version of Node.js before anything else is loaded', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, napi: '9' } });";
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];
    const { code, stderr } = await spawnServer({ nodeArgs, env: { PORT: 'wrong' } }).exited;
    expect(code).toBe(1);
    expect(stderr).toContain('Sotto needs Node.js 22.14 or newer');
    expect(stderr).toMatch(/Linux x64 with glibc, "npm ci" installs/);
    expect(stderr).toMatch(/Linux on arm64, Alpine \(musl\) or macOS, install it from https:/);
    expect(stderr).not.toContain('PORT');
  });
});
