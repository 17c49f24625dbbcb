import { vi } from 'vitest';

// One process runs many files: each begins with modules of its own.
vi.resetModules();
