import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: ['./src/store/schema.ts', './src/store/hit-schema.ts', './src/store/sums-schema.ts'],
  out: './drizzle',
});
