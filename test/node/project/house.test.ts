import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../src/store/schema/tables.ts';

/** Lints files in a temporary folder with the project's rules; returns path → violated rules. */
function lint(files: Record<string, string>): Record<string, string[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sotto-lint-')));
  try {
    cpSync('biome.json', join(root, 'biome.json'));
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    }
    const biome = resolve('node_modules/.bin/biome');
    const options = ['--reporter=github', '--vcs-enabled=false', '--max-diagnostics=none'];
    const { stdout } = spawnSync(biome, ['lint', ...options, '.'], { cwd: root, encoding: 'utf8' });
    const broken = [...stdout.matchAll(/title=lint\/\w+\/(\w+),file=([^,]+)/g)];
    return Object.fromEntries(
      Object.keys(files).map((path) => [
        path,
        broken.flatMap(([, rule, file]) => (relative(root, file ?? '') === path && rule ? [rule] : [])),
      ]),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('the linter', () => {
  const forbidden = {
    'src/hits/a.ts': 'hono',
    'src/links/b.ts': '../store/schema.ts',
    'src/stats/c.ts': 'node:fs',
    'src/net/c.ts': 'drizzle-orm',
    'src/privacy/c.ts': '../store/schema.ts',
    'src/redirect/d.ts': 'zod',
    'src/redirect/e.ts': '../stats/read-stats.ts',
    'src/api/f.ts': '../store/store.ts',
    'src/store/g.ts': 'better-sqlite3',
    'src/store/h.ts': '../app.ts',
    'src/app.ts': './store/store.ts',
    'src/links/l.ts': '../hits/list-hits.ts',
    'src/links/contents/m.ts': '../../domains/add-domain.ts',
    'src/visitor-pages/n.ts': '../redirect/decide.ts',
    'src/mails/n.ts': '../api/index.ts',
    'src/store/sql/o.ts': '../sums/runner.ts',
    'src/store/sums/p.ts': '../hit-log/hit-writer.ts',
    'src/store/hit-log/q.ts': '../reports/totals.ts',
    'src/store/reports/stats/r.ts': '../../hit-log/hits.ts',
    'src/store/links/s.ts': '../store.ts',
    'src/runtime/node/t.ts': '../edge/cron.ts',
    'src/runtime/edge/u.ts': '../node/server/main.ts',
  };
  const allowed = {
    'src/store/i.ts': '../hits/a.ts',
    'src/runtime/j.ts': 'better-sqlite3',
    'src/api/k.ts': 'hono',
    'src/privacy/v.ts': '../hits/list-hits.ts',
    'src/links/contents/w.ts': '../check-link.ts',
    'src/store/hit-log/x.ts': '../sums/row-id.ts',
    'src/store/links/y.ts': '../../hits/hit.ts',
  };
  const importing = (imports: Record<string, string>) =>
    Object.fromEntries(Object.entries(imports).map(([path, from]) => [path, `export * from '${from}';\n`]));

  it('rejects every import against the direction of the layers, and no other', () => {
    const broken = lint({ ...importing(forbidden), ...importing(allowed) });
    const refused = Object.keys(broken).filter((path) => broken[path]?.includes('noRestrictedImports'));
    expect(refused).toEqual(Object.keys(forbidden));
  });

  it('rejects cycles', () => {
    const broken = lint(importing({ 'src/hits/one.ts': './two.ts', 'src/hits/two.ts': './one.ts' }));
    expect(broken['src/hits/one.ts']).toContain('noImportCycles');
  });
});

const modulesOf = async (entry: string) => {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const packageOf = (path: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return [...new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []))].sort();
};

describe('the redirect', () => {
  it('bundles only the packages that classify and cache agents', async () => {
    expect(await modulesOf('src/redirect/handler.ts')).toEqual([
      'ipaddr.js',
      'isbot',
      'lru.min',
      'my-ua-parser',
    ]);
  });
});

describe('the migrations', () => {
  const text = readdirSync('drizzle')
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(`drizzle/${name}`, 'utf8'))
    .join('\n');
  const tables = [...TABLES.main, ...TABLES.sums];

  it.each(tables.map((table) => [getTableName(table), table] as const))(
    'store %s by its key',
    (name, table) => {
      const composite = getTableConfig(table).primaryKeys.length > 0;
      const statement = new RegExp(`CREATE TABLE \`${name}\` \\([^;]*\\)( WITHOUT ROWID)?;`).exec(text);
      expect(statement).not.toBeNull();
      expect(statement?.[1] !== undefined).toBe(composite);
    },
  );
});

describe('source files', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const sources = files.map((name) => ({ name, code: readFileSync(`src/${name}`, 'utf8') }));
  const lines = sources.map(({ name, code }) => {
    return {
      name,
      lines: code.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\/\/|\*|\/\*)/.test(line)).length,
    };
  });

  it('stay small enough to read in one go', () => {
    expect(lines.filter((file) => file.lines > 250)).toEqual([]);
    const sorted = lines.map((file) => file.lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(70);
  });

  it('write characters that nobody sees as escapes, and so do the tests', () => {
    const invisible = /(?! )[\p{Zs}\p{Zl}\p{Zp}\p{Cf}]/u;
    const paths = ['src', 'test'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    // Packages are not ours: test/clients has some of its own.
    const code = paths.filter((path) => /\.(tsx?|css)$/.test(path) && !path.includes('node_modules'));
    expect(code.length).toBeGreaterThan(files.length);
    expect(code.filter((path) => invisible.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  // The compiler refuses to look up a text in any other object, since its keys are known.
  it('look texts up in maps, because plain objects also have the properties of Object.prototype', () => {
    const table = /^(?:export )?const \w+: (?:Partial<|Readonly<)*Record<string,[^=]*= \{/m;
    expect(sources.filter(({ code }) => table.test(code)).map(({ name }) => name)).toEqual([]);
  });

  it('ask for a property by Object.hasOwn, never by a name in an object', () => {
    const membership = /\b(?!const\b|let\b)[\w.]+ in [\w.]+\)|\(\w+ in \w+/;
    const code = sources.map(({ name, code: text }) => ({
      name,
      code: text
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*)|\bfor \(/.test(line))
        .join('\n'),
    }));
    expect(code.filter((file) => membership.test(file.code)).map(({ name }) => name)).toEqual([]);
  });
});
