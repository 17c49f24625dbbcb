/** The entry of `npm run deploy`: applies the migrations, then deploys the worker. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { placeholdersIn, type Target } from './deploy-target.ts';
import { WRANGLER, WRANGLER_ENV } from './wrangler.ts';

const ENVIRONMENT = 'production';
const EXIT_CONFIG = 78;

const { values } = parseArgs({
  options: {
    'dry-run': { type: 'boolean', default: false },
    config: { type: 'string', default: 'wrangler.toml' },
  },
});
const { 'dry-run': dryRun, config } = values;

Object.assign(process.env, WRANGLER_ENV);
const { unstable_readConfig: readConfig } = await import('wrangler');
const read = (env?: string): Target => readConfig({ config, ...(env && { env }) }, { hideWarnings: true });

// The button "Deploy to Cloudflare" fills in the top-level configuration and ignores environments.
const placeholders = placeholdersIn(read(ENVIRONMENT));
const isTopLevelReady = placeholdersIn(read()).length === 0;
if (placeholders.length > 0 && !isTopLevelReady) {
  const lines = placeholders.map((line) => `- ${line}`).join('\n');
  process.stderr.write(
    `${config} still has placeholders below [env.${ENVIRONMENT}]; docs/cloudflare.md explains each:\n${lines}\n`,
  );
  process.exit(EXIT_CONFIG);
}
// An empty name selects the top-level configuration.
const target = ['--config', config, '--env', placeholders.length === 0 ? ENVIRONMENT : ''];

function wrangler(...args: string[]): void {
  process.stdout.write(`\nwrangler ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [WRANGLER, ...args], {
    env: { ...process.env, ...WRANGLER_ENV },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (dryRun) {
  process.stdout.write('Dry run: migrations are not checked.\n');
} else {
  wrangler('d1', 'migrations', 'apply', 'DB', '--remote', ...target);
}
wrangler('deploy', '--minify', ...target, ...(dryRun ? ['--dry-run', '--outdir', 'dist/worker'] : []));
