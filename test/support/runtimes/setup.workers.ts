import { env, reset } from 'cloudflare:test';
import { vi } from 'vitest';

// One workerd serves many files: each begins with modules of its own and empty storage.
vi.resetModules();
const tables = env.DB.prepare('SELECT name FROM sqlite_master');
// Storage that sleeps is passed over by `reset`: it is woken first.
await Promise.all([tables.all(), env.SALTS.list()]);
await reset();
const { results } = await tables.all();
if (results.length > 0) throw new Error('The storage of the file before is still there');
