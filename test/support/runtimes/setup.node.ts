import { vi } from 'vitest';

// One process runs many files: each begins with modules of its own, and with Node's own Request and Response, in
// whose place @hono/node-server puts others.
vi.resetModules();
const OURS = Symbol.for('sotto.tests.globals');
const kept: unknown = Reflect.get(globalThis, OURS) ?? { Request, Response };
Reflect.set(globalThis, OURS, kept);
Object.assign(globalThis, kept);
