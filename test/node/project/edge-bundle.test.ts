import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/server/server-process.ts';

const ENTRY = 'src/runtime/workers.ts';
/** Budgets in bytes, gzipped. */
const ALL = 700_000;
const START = 60_000;
const NODE_ONLY = [
  '@hono/node-server',
  '@ip-location-db/geo-whois-asn-country-mmdb',
  'better-sqlite3',
  'cli-progress',
  'csv-stringify/lib/sync',
  'mmdb-lib',
  'pino',
  'prom-client',
];

const sizeOf = (contents: Uint8Array) => gzipSync(contents, { level: 9 }).length;

/** The bundle that wrangler uploads, and its sources. */
function bundleForUpload() {
  const outdir = temporaryFolder();
  const options = ['--dry-run', '--env', 'production', '--minify', '--metafile', '--outdir', outdir];
  const { status, stderr } = spawnSync('npx', ['wrangler', 'deploy', ...options], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const { inputs }: Metafile = JSON.parse(readFileSync(join(outdir, 'bundle-meta.json'), 'utf8'));
  return { inputs: Object.keys(inputs), code: readFileSync(join(outdir, 'workers.js')) };
}

/** The bundle split at dynamic imports, by file. */
async function bundleInParts() {
  const { metafile, outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: 'parts',
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
  });
  const code = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  return { parts: metafile.outputs, code };
}

/** The modules that are evaluated when the worker starts: the entry and its static imports. */
function startOf(parts: Metafile['outputs']): string[] {
  const entry = Object.keys(parts).filter((name) => parts[name]?.entryPoint === ENTRY);
  const seen = new Set(entry);
  for (const name of seen) {
    for (const { path, kind } of parts[name]?.imports ?? []) {
      if (kind === 'import-statement' && parts[path]) seen.add(path);
    }
  }
  return [...seen];
}

describe('the worker', () => {
  it('is small and contains nothing that only Node needs', () => {
    const { inputs, code } = bundleForUpload();
    const packages = inputs.flatMap((path) => /node_modules\/(.+)/.exec(path)?.[1] ?? []);
    expect(packages.length).toBeGreaterThan(10);
    expect(packages.filter((path) => NODE_ONLY.some((name) => path.startsWith(`${name}/`)))).toEqual([]);
    expect(inputs.filter((path) => resolve(path).startsWith(resolve('src/runtime/node')))).toEqual([]);
    expect(sizeOf(code)).toBeLessThanOrEqual(ALL);
  });

  it('evaluates neither the API nor pages, SQL or zod before the first redirect', async () => {
    const { parts, code } = await bundleInParts();
    const start = startOf(parts);
    const inputs = start.flatMap((name) => Object.keys(parts[name]?.inputs ?? {}));
    expect(inputs).toContain('src/redirect/handler.ts');
    const heavy = /^src\/(api|pages|store|stats)\/|node_modules\/(zod|drizzle-orm|temporal-polyfill|@hono)\//;
    expect(inputs.filter((path) => heavy.test(path))).toEqual([]);
    // Together, as they are uploaded in one file: by themselves, many small parts compress worse.
    const together = Buffer.concat(start.map((name) => code.get(basename(name)) ?? new Uint8Array()));
    expect(sizeOf(together)).toBeLessThanOrEqual(START);
  });
});
