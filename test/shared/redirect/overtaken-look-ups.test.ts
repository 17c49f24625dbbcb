import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { cacheDomains } from '../../../src/domains/domain-cache.ts';
import { cacheInstance } from '../../../src/instance/instance-cache.ts';
import { cacheKeys } from '../../../src/keys/key-cache.ts';
import { cacheLinks } from '../../../src/links/cache/link-cache.ts';
import { cacheAtEdge } from '../../../src/runtime/edge/cache/cached-store.ts';
import { createIsolateCache } from '../../../src/runtime/edge/cache/isolate-cache.ts';
import { createStorageOutage } from '../../../src/runtime/edge/cache/storage-outage.ts';
import { createStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { LOOKUP_CASES } from '../../support/lookups/lookup-cases.ts';
import { createPausePoint, type PausePoints, withPausePoints } from '../../support/lookups/pause-point.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

let runtime: TestRuntime;
/** The database itself: nothing is remembered. */
let plain: Store;
beforeAll(async () => {
  runtime = await openRuntime();
  plain = createStore({ main: runtime.engine });
});
afterAll(() => runtime.close());

function sharedCache() {
  const kept = new Map<string, unknown>();
  return {
    get: async (key: string) => kept.get(key),
    put: async (key: string, value: unknown) => void kept.set(key, value),
  };
}

const CACHES: [name: string, readsUntilKept: 1 | 2, cached: (store: Store) => Store][] = [
  [
    'a process',
    2,
    (store) =>
      cacheLinks({
        ...store,
        keys: cacheKeys(store.keys, () => false),
        domains: cacheDomains(store.domains),
        instance: cacheInstance(store.instance),
      }),
  ],
  [
    'an isolate',
    1,
    (store) =>
      cacheAtEdge(store, {
        cache: sharedCache(),
        clock: () => 1,
        defer: (work) => void work.catch(() => {}),
        log: SILENT,
      }),
  ],
];

describe.each(CACHES)('the caches of %s', (_, readsUntilKept, cached) => {
  const open = (points: PausePoints) => {
    const { links, contents, keys, domains, instance } = plain;
    const slow = <T extends object>(verbs: T) => withPausePoints(verbs, points);
    return cached({
      ...plain,
      ...{ links: slow(links), contents: slow(contents), keys: slow(keys), domains: slow(domains) },
      instance: slow(instance),
    });
  };

  describe.each(LOOKUP_CASES)('show the new state of %s', (_, prepare) => {
    const start = async () => {
      const points = { reads: createPausePoint(), writes: createPausePoint() };
      const { ofLink, lookUp, write, results } = await prepare(plain);
      const store = open(points);
      if (ofLink && readsUntilKept === 2) await lookUp(store);
      return {
        ...points,
        lookUp: () => lookUp(store),
        write: () => write(store),
        before: results[0],
        after: results[1],
      };
    };

    it('when a look-up begins before the write and ends after it', async () => {
      const { reads, lookUp, write, before, after } = await start();
      reads.hold();
      const overtaken = lookUp();
      await reads.reached();
      await write();
      reads.release();
      expect(await overtaken).toBe(before);
      expect([await lookUp(), await lookUp()]).toEqual([after, after]);
    });

    it('when a look-up begins and ends during the write', async () => {
      const { writes, lookUp, write, before, after } = await start();
      writes.hold();
      const writing = write();
      await writes.reached();
      expect(await lookUp()).toBe(before);
      writes.release();
      await writing;
      expect([await lookUp(), await lookUp()]).toEqual([after, after]);
    });

    it('when a look-up begins during the write and ends after it', async () => {
      const { reads, writes, lookUp, write, before, after } = await start();
      writes.hold();
      const writing = write();
      await writes.reached();
      reads.hold();
      const overtaken = lookUp();
      await reads.reached();
      writes.release();
      await writing;
      reads.release();
      expect(await overtaken).toBe(before);
      expect([await lookUp(), await lookUp()]).toEqual([after, after]);
    });
  });
});

describe('an isolate that evicts a value', () => {
  it('does not use what the location’s shared cache returns during the eviction', async () => {
    const point = createPausePoint();
    const clock = { now: 1 };
    const get = async () => {
      await point.pass();
      return { v: 2, key: 'group name', readAt: 1, value: 7 };
    };
    const deps = { clock: () => clock.now, log: SILENT };
    const cache = createIsolateCache<number>({
      ...deps,
      cache: { get, put: async () => {} },
      defer: () => {},
      outage: createStorageOutage(deps),
      is: (value): value is number => typeof value === 'number',
    });
    const source = {
      read: async () => ({ value: 8, cache: 'isolate' as const, retracts: false }),
      ownName: () => 'name',
    };
    const lookUp = () => cache.lookUp({ group: 'group', name: 'name' }, source);
    expect(await lookUp()).toBe(7);
    await cache.evictAround(['other'], async () => {});
    expect(cache.getLocal('group', 'name')).toBe(7);
    await cache.evictAround(['group'], async () => {});
    clock.now = 2;
    expect(await lookUp()).toBe(8);
    await cache.evictAround(['group'], async () => {});
    clock.now = 3;
    point.hold();
    const overtaken = lookUp();
    await point.reached();
    await cache.evictAround(['group'], async () => {});
    point.release();
    expect(await overtaken).toBe(8);
    expect(cache.getLocal('group', 'name')).toBe(8);
  });
});
