import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: [
    './src/store/schema/main.ts',
    './src/store/schema/admin.ts',
    './src/store/schema/members.ts',
    './src/store/schema/shares.ts',
    './src/store/schema/hits.ts',
    './src/store/schema/sums.ts',
  ],
  out: './drizzle',
});
