/** The cache of one isolate, in front of a cache that the isolates of a location share. */
import { guardedCache } from '../../../guarded-cache.ts';
import type { Clock } from '../../../ports.ts';
import type { Defer } from '../defer.ts';
import { type Entry, readEntry } from './cache-entry.ts';
import type { SharedCache } from './location-cache.ts';

/** Together with the seconds that a write may take, a change takes effect everywhere within a minute. */
const FRESH_MS = 45_000;
const MAX_GROUPS = 2_000;

export interface IsolateCacheDeps<T> {
  cache: SharedCache;
  clock: Clock;
  defer: Defer;
  /** Whether a value from the shared cache is what we put there. */
  is: (value: unknown) => value is T;
}

/** Values by group and name. A value that is older than 45 s, or from the future, is not returned. */
export interface IsolateCache<T> {
  /** From this isolate. */
  getLocal(group: string, name: string): T | undefined;
  /** From the shared cache, to be kept in this isolate. Never rejects. */
  getShared(group: string, name: string): Promise<T | undefined>;
  /** Call it before D1 is read; what it returns caches the value unless something is evicted in between. */
  beginRead(group: string, name: string): (value: T, options: { shared: boolean }) => void;
  /**
   * Runs a write, and evicts what it changes before and after it: groups of this isolate. Without `groups` nothing that
   * was read before is returned, from whichever cache.
   */
  evictAround<R>(groups: readonly string[] | undefined, write: () => Promise<R>): Promise<R>;
}

export function createIsolateCache<T>({ cache, clock, defer, is }: IsolateCacheDeps<T>): IsolateCache<T> {
  const local = guardedCache<T>({ max: MAX_GROUPS, ttl: { ms: FRESH_MS, clock } });
  let evictedAllAt = Number.NEGATIVE_INFINITY;

  const keyOf = (group: string, name: string) => `${group} ${name}`;

  return {
    getLocal: local.get,
    async getShared(group, name) {
      const keep = local.beginRead(group, name);
      const key = keyOf(group, name);
      // A cache that fails counts as empty: D1 has the value.
      const entry = readEntry(await cache.get(key).catch(() => undefined), key, is);
      if (!entry || entry.readAt <= evictedAllAt || !keep(entry.value, entry.readAt)) return undefined;
      return entry.value;
    },
    beginRead(group, name) {
      const keep = local.beginRead(group, name);
      const key = keyOf(group, name);
      const readAt = clock();
      return (value, { shared }) => {
        if (!keep(value, readAt) || !shared) return;
        const entry: Entry<T> = { key, readAt, value };
        defer(cache.put(key, entry), 'The cache of this location did not accept a value');
      };
    },
    async evictAround(groups, write) {
      const evict = () => {
        local.evict(groups);
        if (!groups) evictedAllAt = clock();
      };
      evict();
      try {
        return await write();
      } finally {
        evict();
      }
    },
  };
}
