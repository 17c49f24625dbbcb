/**
 * The entry of `npm run recipes`: builds a small website with each recipe in `integrations` and checks what it made. Astro
 * and Next come from the npm registry, Hugo must be installed. `npm run recipes -- astro` builds only that one. Not part of
 * `npm test`: it installs several hundred megabytes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Recipe {
  /** From the npm registry; none if the program must be installed. */
  packages: string[];
  /** The recipe's file, and where a website has it. */
  file: [from: string, to: string];
  /** The other files of the smallest website. */
  site: Record<string, string>;
  build: string[];
  /** The folder with what was built. */
  out: string;
}

const PAGE = 'https://www.example.com/guide';
const SERVER = 'https://go.example.com';
const SHARED = encodeURIComponent(PAGE);

const RECIPES: Record<string, Recipe> = {
  astro: {
    packages: ['astro@7'],
    file: ['astro/SottoShare.astro', 'src/components/SottoShare.astro'],
    site: {
      'src/pages/index.astro': `---\nimport SottoShare from '../components/SottoShare.astro';\n---\n<html lang="en"><body><SottoShare server="${SERVER}" url="${PAGE}" /></body></html>\n`,
    },
    build: ['astro', 'build'],
    out: 'dist',
  },
  next: {
    packages: ['next@16', 'react@19', 'react-dom@19', 'typescript@5', '@types/react@19', '@types/node@24'],
    file: ['next/sotto-share.tsx', 'components/sotto-share.tsx'],
    site: {
      'app/layout.tsx':
        'export default function Layout({ children }: { children: React.ReactNode }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n',
      'app/page.tsx': `import { SottoShare } from '../components/sotto-share';\nexport default function Page() {\n  return <SottoShare server="${SERVER}" url="${PAGE}" />;\n}\n`,
      'next.config.mjs': "export default { output: 'export' };\n",
    },
    build: ['next', 'build'],
    out: 'out',
  },
  hugo: {
    packages: [],
    file: ['hugo/sotto-share.html', 'layouts/partials/sotto-share.html'],
    site: {
      'hugo.toml': `baseURL = "https://www.example.com/"\nlanguageCode = "en"\n[params]\nsotto = "${SERVER}"\n`,
      'content/guide.md': '---\ntitle: Guide\nurl: /guide\n---\n',
      'layouts/_default/single.html':
        '<html lang="en"><body>{{ partial "sotto-share.html" . }}</body></html>\n',
    },
    build: ['hugo'],
    out: 'public',
  },
};

function run(cwd: string, command: string, args: string[]): void {
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** All HTML that was built. */
const htmlIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(\.html|guide)$/.test(name) && !name.endsWith('/'))
    .map((name) => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return ''; // a folder
      }
    })
    .join('\n');

/** What every recipe must make. */
function check(name: string, html: string): void {
  const wanted = [
    new RegExp(`<sotto-share[^>]* url="${PAGE}/?"`),
    ...['whatsapp', 'email', 'copy'].map(
      (channel) => new RegExp(`<a[^>]* href="${SERVER}/share/${channel}\\?u=${SHARED}(%2F)?"`),
    ),
    new RegExp(`${SERVER}/assets/v1/share\\.js`),
  ];
  const missing = wanted.filter((pattern) => !pattern.test(html));
  if (missing.length > 0) throw new Error(`${name} did not make ${missing.join(' and ')}`);
}

function build(name: string, { packages, file: [from, to], site, build: command, out }: Recipe): void {
  const folder = mkdtempSync(join(tmpdir(), `sotto-${name}-`));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const files = { ...site, [to]: readFileSync(join('integrations', from), 'utf8') };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [program = '', ...args] = packages.length > 0 ? ['npx', '--no-install', ...command] : command;
    if (packages.length > 0) run(folder, 'npm', ['install', '--no-audit', '--no-fund', ...packages]);
    else if (spawnSync(program, ['version']).error)
      return void process.stdout.write(`${name}: skipped, because ${program} is not installed.\n`);
    run(folder, program, args);
    check(name, htmlIn(join(folder, out)));
    process.stdout.write(`${name}: the share buttons are in what it built.\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const names = process.argv.slice(2);
for (const [name, recipe] of Object.entries(RECIPES)) {
  if (names.length === 0 || names.includes(name)) build(name, recipe);
}
