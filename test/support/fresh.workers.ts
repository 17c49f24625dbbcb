import { reset } from 'cloudflare:test';
import { vi } from 'vitest';

// One workerd serves many files: each begins with modules of its own and empty storage.
vi.resetModules();
await reset();
