import { env, reset } from 'cloudflare:test';
import { vi } from 'vitest';

// One workerd serves many files. Each starts with its own modules and empty storage.
vi.resetModules();
const tables = env.DB.prepare('SELECT name FROM sqlite_master');
// `reset` skips storage that is hibernating, so wake it first.
await Promise.all([tables.all(), env.SALTS.list()]);
await reset();
const { results } = await tables.all();
if (results.length > 0) throw new Error('The storage of the previous file is still there');
// The worker loads this for its first query, which has a time limit. Tests transform the modules then, which takes longer.
await import('../../../src/runtime/edge/storage.ts');
