import { fileURLToPath } from 'node:url';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('./drizzle');
const support = (file: string) => fileURLToPath(new URL(`./test/support/${file}`, import.meta.url));
const TIMEOUTS = { testTimeout: 180_000, hookTimeout: 180_000 };

// `test/shared` runs on both runtimes; `#open` resolves to the module that opens each. One process runs many files,
// because starting it takes longer than most tests. A setup file gives each test file its own modules and empty storage.
export default defineConfig({
  test: {
    // Tests that start servers or browsers spend much of their time waiting for them.
    maxWorkers: '150%',
    projects: [
      {
        // Chromium from the registry changes the environment, so these files get their own processes.
        test: { ...TIMEOUTS, name: 'browser', isolate: false, include: ['test/browser/**/*.test.ts'] },
      },
      {
        resolve: { alias: { '#open': support('runtimes/open.node.ts') } },
        test: {
          ...TIMEOUTS,
          name: 'node',
          isolate: false,
          globalSetup: [support('server/provide-page-server.ts')],
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
          globalSetup: [support('server/provide-page-server.ts')],
          setupFiles: [support('runtimes/setup.workers.ts')],
          // This package is UMD. workerd loads it without named exports unless it is bundled first.
          deps: { optimizer: { ssr: { enabled: true, include: ['my-ua-parser'] } } },
          include: ['test/{shared,workers}/**/*.test.ts'],
        },
      },
    ],
  },
});
