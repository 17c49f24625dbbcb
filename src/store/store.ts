import type { Store } from '../ports.ts';
import { createContentStore } from './contents.ts';
import type { Engine } from './engine.ts';
import { createHitStore } from './hits.ts';
import { createKeyStore } from './keys.ts';
import { createLinkStore } from './links.ts';
import { createStatsStore } from './stats.ts';

/** A random integer that goes into a hit's public id. */
const nonce = () => crypto.getRandomValues(new Int32Array(1))[0] ?? 0;

/**
 * The one store of both homes. `main` writes what the product knows; `sums` reads the sums and, by the same
 * unqualified names, all of `main` (on D1 both are one database).
 */
export function createStore(main: Engine, sums: Engine): Store {
  return {
    contents: createContentStore(main),
    links: createLinkStore(main),
    hits: createHitStore(main, nonce),
    stats: createStatsStore(sums),
    keys: createKeyStore(main),
  };
}
