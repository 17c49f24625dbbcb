import { fileURLToPath } from 'node:url';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('./drizzle');
const support = (file: string) => fileURLToPath(new URL(`./test/support/${file}`, import.meta.url));

// `test/shared` runs on both homes: `#open` is the opener of each.
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { '#open': support('open.node.ts') } },
        test: {
          name: 'node',
          include: ['test/{unit,shared,node,browser}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias: { '#open': support('open.workers.ts') } },
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: migrations } },
          }),
        ],
        test: {
          name: 'workers',
          // It is UMD, which workerd loads as a module without named exports unless it is bundled first.
          deps: { optimizer: { ssr: { enabled: true, include: ['my-ua-parser'] } } },
          include: ['test/{shared,workers}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
