import { vi } from 'vitest';

// One process runs many files. Each starts with its own modules and with Node's own Request and Response, which
// @hono/node-server replaces.
vi.resetModules();
const ORIGINALS = Symbol.for('sotto.tests.globals');
const originals: unknown = Reflect.get(globalThis, ORIGINALS) ?? { Request, Response };
Reflect.set(globalThis, ORIGINALS, originals);
Object.assign(globalThis, originals);
