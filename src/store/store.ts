import type { Store } from '../store-ports.ts';
import { createContentStore } from './contents.ts';
import { createDomainStore } from './domains.ts';
import type { Engine, Reader } from './engine.ts';
import { createHitListStore } from './hit-list.ts';
import { type WriteHits, writeAsJson } from './hit-rows.ts';
import { createHitStore } from './hits.ts';
import { createKeyStore } from './keys.ts';
import { createLinkStore } from './links.ts';
import { createSightingStore } from './sightings.ts';
import { createStatsStore } from './stats.ts';

/** What a home brings. D1 needs no more than `main`. */
export interface StoreParts {
  /** Writes what the product knows. */
  main: Engine;
  /** Reads the sums and, by the same unqualified names, all of `main`. */
  sums?: Engine;
  /** Reads what `sums` reads, for questions that take long: where they stand in nobody's way. */
  heavy?: Reader;
  /** The same for lists and exports, which are many short questions: those that take long must not hold them up. */
  portions?: Reader;
  writeHits?: WriteHits;
}

/** The one store of both homes. */
export function createStore(parts: StoreParts): Store {
  const { main, sums = main, heavy = sums, portions = heavy, writeHits = writeAsJson(main) } = parts;
  return {
    contents: createContentStore(main),
    links: createLinkStore(main),
    hits: createHitStore(main, writeHits, sums),
    hitList: createHitListStore(portions),
    sightings: createSightingStore(portions),
    stats: createStatsStore(sums, heavy),
    keys: createKeyStore(main),
    domains: createDomainStore(main),
  };
}
