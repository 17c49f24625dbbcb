/** The entry of `npm run build`. It builds the parts named on the command line, `server` and `web`; by default both. */
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import type { ChannelEntry } from '../src/channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../src/channels/registry.ts';
import { buttonLabel } from '../src/embed/button-label.ts';
import { type Files, publishFolder, replaceFile, replaceFolder } from './publish.ts';

const DIST = 'dist';
const RUNTIME = 'src/runtime';
const BROWSER = 'src/pages/browser';

/** The scripts that npm commands start. */
const PROGRAMS = [
  'node.ts',
  'node/demo/demo.ts',
  'node/commands/backup.ts',
  'node/commands/restore.ts',
  'node/commands/rebuild.ts',
  'node/commands/key.ts',
  'node/commands/member.ts',
];
/** The scripts that a running server starts. */
const WORKERS = ['node/background/roll-up-worker.ts', 'node/readers/reader-process.ts'];

const SERVER = {
  entryPoints: [...PROGRAMS, ...WORKERS].map((path) => join(RUNTIME, path)),
  entryNames: '[name]',
  outdir: join(DIST, 'server'),
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: true,
  // V8 keeps the text of what it runs, two bytes per character if one is beyond Latin-1, as in a comment of a library.
  minifyWhitespace: true,
  lineLimit: 120, // a stack trace still names a place
  external: ['better-sqlite3', 'cli-progress', 'mmdb-lib', 'my-ua-parser', 'pino', 'prom-client'],
} satisfies BuildOptions;

const PAGES = [
  'docs.ts',
  'docs.css',
  'privacy.css',
  'app/app.ts',
  'app/app.css',
  'app/icon.svg',
  'app/icons/*.png',
  'app/fonts/OFL-*.txt',
];

const WEB = {
  entryPoints: PAGES.map((name) => join(BROWSER, name)),
  outdir: join(DIST, 'web', 'assets'),
  entryNames: '[name]',
  // A font's name changes with its contents, so browsers may keep it for good.
  assetNames: 'fonts/[name]-[hash]',
  loader: { '.woff2': 'file', '.svg': 'copy', '.png': 'copy', '.txt': 'copy' },
  minify: true,
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
} satisfies BuildOptions;

/** The texts of the share buttons: each channel, in English and, if it differs, in French. */
const labelsOf = (): string[][] =>
  CHANNEL_NAMES.map((name) => [name, ...new Set([buttonLabel(name).en, buttonLabel(name).fr])]);

/** Channels whose intent starts a program and leaves the page as it is. */
function channelsInSameTab(): string[] {
  const text = { shortUrl: 'https://go.example/a', title: null, host: 'go.example' };
  const entries: [string, ChannelEntry][] = Object.entries(CHANNELS);
  return entries
    .filter(([, { shareIntent }]) => /^(mailto|sms):/.test(shareIntent?.(text) ?? ''))
    .map(([name]) => name);
}

/** The share buttons, at an address that other websites keep in their pages for years. */
const WIDGET = {
  entryPoints: [{ in: 'src/widget/share.ts', out: 'v1/share' }],
  outdir: WEB.outdir,
  minify: true,
  format: 'iife',
  charset: 'utf8',
  target: WEB.target,
  define: {
    CHANNEL_LABELS: JSON.stringify(labelsOf()),
    SAME_TAB_CHANNELS: JSON.stringify(channelsInSameTab()),
  },
} satisfies BuildOptions;

/** The output files of a build by their path below its folder, without writing them. */
async function bundle(options: BuildOptions & { outdir: string }): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({ ...options, bundle: true, write: false, logLevel: 'warning' });
  return new Map(outputFiles.map(({ path, contents }) => [relative(options.outdir, path), contents]));
}

/** Builds into a new folder, so that a running server keeps the files of its own version. */
async function buildServer(): Promise<void> {
  const folder = publishFolder(DIST, 'server', await bundle(SERVER));
  for (const program of PROGRAMS) {
    const script = basename(program).replace('.ts', '.js');
    replaceFile(DIST, script, `import './${folder}/${script}';\n`);
  }
}

/** Builds the files for browsers, which both runtimes serve, with compressed copies for the Node server. */
async function buildWeb(): Promise<void> {
  const files: Files = new Map();
  for (const [name, contents] of [...(await bundle(WEB)), ...(await bundle(WIDGET))]) {
    files.set(`assets/${name}`, contents);
    if (!/\.(?:woff2|png)$/.test(name)) files.set(`assets/${name}.gz`, gzipSync(contents, { level: 9 }));
  }
  files.set('_headers', readFileSync(join(BROWSER, '_headers')));
  files.set('.assetsignore', '*.gz\n'); // Cloudflare compresses by itself
  replaceFolder(DIST, 'web', files);
}

const PARTS: Record<string, () => Promise<void>> = { server: buildServer, web: buildWeb };

const names = process.argv.slice(2);
if (names.some((name) => !Object.hasOwn(PARTS, name))) {
  process.stderr.write('Usage: node scripts/build.ts [server] [web]\n');
  process.exit(64);
}
for (const [name, run] of Object.entries(PARTS)) {
  if (names.length === 0 || names.includes(name)) await run();
}
