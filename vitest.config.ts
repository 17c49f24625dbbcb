import { fileURLToPath } from 'node:url';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('./drizzle');
const support = (file: string) => fileURLToPath(new URL(`./test/support/${file}`, import.meta.url));
const TIMEOUTS = { testTimeout: 180_000, hookTimeout: 180_000 };

// `test/shared` runs on both homes: `#open` is the opener of each. One process runs many files there, for starting it
// takes longer than most tests; a set-up file gives each file modules of its own, and empty storage.
export default defineConfig({
  test: {
    // Who starts servers and browsers waits for them half of the time.
    maxWorkers: '100%',
    projects: [
      {
        // Chromium from the registry changes the environment, which no other file should find changed.
        test: { ...TIMEOUTS, name: 'browser', include: ['test/browser/**/*.test.ts'] },
      },
      {
        resolve: { alias: { '#open': support('runtimes/open.node.ts') } },
        test: {
          ...TIMEOUTS,
          name: 'node',
          isolate: false,
          setupFiles: [support('runtimes/setup.node.ts')],
          include: ['test/{unit,shared,node}/**/*.test.ts'],
        },
      },
      {
        resolve: { alias: { '#open': support('runtimes/open.workers.ts') } },
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: migrations } },
          }),
        ],
        test: {
          ...TIMEOUTS,
          name: 'workers',
          isolate: false,
          setupFiles: [support('runtimes/setup.workers.ts')],
          // It is UMD, which workerd loads as a module without named exports unless it is bundled first.
          deps: { optimizer: { ssr: { enabled: true, include: ['my-ua-parser'] } } },
          include: ['test/{shared,workers}/**/*.test.ts'],
        },
      },
    ],
  },
});
