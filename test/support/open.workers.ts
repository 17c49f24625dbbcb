import { applyD1Migrations, env } from 'cloudflare:test';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { createWebPasswords } from '../../src/runtime/web-passwords.ts';
import { createFolder } from '../../src/store/roll-up.ts';
import { createStore } from '../../src/store/store.ts';
import type { Home } from './home.ts';
import { assemble, type Sotto } from './sotto.ts';

/** The edge home: D1 in workerd, emptied for each opening as far as a test could tell. */
export async function openHome(): Promise<Home> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const engine = d1Engine(env.DB);
  const store = createStore({ main: engine });
  return {
    store,
    folder: createFolder(engine),
    engine,
    hitLog: { append: (hit) => store.hits.append([hit]) },
    passwords: createWebPasswords(),
    flushed: async () => {},
    close: async () => {},
  };
}

export async function open(): Promise<Sotto> {
  return assemble(await openHome());
}
