import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getTableName } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { placeholdersIn, type Target } from '../../../scripts/deploy-target.ts';
import { TABLES } from '../../../src/store/schema/tables.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const CONFIG = readFileSync('wrangler.toml', 'utf8');
const PRODUCTION = CONFIG.indexOf('[env.production]');

/** Deploys the repository's code with its own configuration. */
function deploy(config: string, ...args: string[]) {
  const path = join(temporaryFolder(), 'wrangler.toml');
  const absolute = config
    .replace('main = "', `main = "${resolve('.')}/`)
    .replace('directory = "./', `directory = "${resolve('.')}/`);
  writeFileSync(path, absolute);
  const options = ['--experimental-strip-types', 'scripts/deploy.ts', '--config', path, ...args];
  return spawnSync(process.execPath, options, { encoding: 'utf8' });
}

/** Replaces the placeholders by ids and a public URL. */
const filled = (part: string) =>
  part
    .replaceAll(/database_id = "[^"]*"/g, 'database_id = "6f1f3a8e-3c1e-4b6e-9a51-0d7a0f6f2f11"')
    .replaceAll(/\bid = "0+"/g, 'id = "0f2ac74b498b48028cb68387c421e279"')
    .replaceAll(/SOTTO_PUBLIC_URL = "[^"]*"/g, 'SOTTO_PUBLIC_URL = "https://go.sotto.test"');

describe('npm run deploy', () => {
  it('names every remaining placeholder and the command that provides its value', () => {
    const { status, stdout, stderr } = deploy(CONFIG);
    expect(status).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toContain('npx wrangler d1 create sotto');
    expect(stderr).toContain('npx wrangler kv namespace create SALTS');
    expect(stderr).toContain('SOTTO_PUBLIC_URL');
  });

  it('uploads nothing in a dry run and shows what it would upload', () => {
    const ready = CONFIG.slice(0, PRODUCTION) + filled(CONFIG.slice(PRODUCTION));
    const { status, stdout } = deploy(ready, '--dry-run');
    expect(stdout).toContain('https://go.sotto.test');
    expect(stdout).toContain('--dry-run: exiting now.');
    expect(stdout).not.toContain('migrations apply');
    expect(status).toBe(0);
  });

  it('uses the first section if only that is filled in, as the deploy button does', () => {
    const { status, stdout } = deploy(
      filled(CONFIG.slice(0, PRODUCTION)) + CONFIG.slice(PRODUCTION),
      '--dry-run',
    );
    expect(stdout).toContain('https://go.sotto.test');
    expect(status).toBe(0);
  });
});

describe('a configuration', () => {
  const target: Target = {
    vars: { SOTTO_PUBLIC_URL: 'https://go.sotto.test' },
    d1_databases: [{ binding: 'DB', database_id: '6f1f3a8e-3c1e-4b6e-9a51-0d7a0f6f2f11' }],
    kv_namespaces: [{ binding: 'SALTS', id: '0f2ac74b498b48028cb68387c421e279' }],
  };

  it('is complete once every id is set, with or without KV', () => {
    expect(placeholdersIn(target)).toEqual([]);
    expect(placeholdersIn({ ...target, kv_namespaces: [] })).toEqual([]);
  });

  it.each(['', 'http://localhost:8787', 'https://go.example.com'])('lacks an address with %j', (url) => {
    expect(placeholdersIn({ ...target, vars: { SOTTO_PUBLIC_URL: url } })).toHaveLength(1);
  });
});

it('is backed up with every table except those with hashes of visitors', () => {
  const tables = [...TABLES.main, ...TABLES.sums].map(getTableName);
  const [, named = ''] = /--table ([\w\s\\]+)```/.exec(readFileSync('docs/cloudflare.md', 'utf8')) ?? [];
  const hashes = ['hit_batches', 'share_presses'];
  expect(named.match(/\w+/g)?.toSorted()).toEqual(tables.filter((name) => !hashes.includes(name)).toSorted());
});
