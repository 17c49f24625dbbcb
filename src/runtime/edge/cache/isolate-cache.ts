/** An isolate's memory in front of a cache that isolates share. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../ports.ts';
import type { Later } from '../defer.ts';
import { type Entry, readEntry } from './cache-entry.ts';
import type { SharedCache } from './location-cache.ts';

/** With the seconds that a write may be under way, what was changed holds everywhere within a minute. */
const FRESH_MS = 45_000;
const GROUPS_KEPT = 2_000;
/** Names of one group: spellings of one slug, by case. */
const NAMES_KEPT = 4;

export interface MemoryParts<T> {
  cache: SharedCache;
  clock: Clock;
  later: Later;
  /** Tells ours from what else a cache may answer. */
  is: (value: unknown) => value is T;
}

/** Values by name, names by group. Whatever is older than 45 s or younger than now is not there. */
export interface Memory<T> {
  /** What this isolate knows. */
  peek(group: string, name: string): T | undefined;
  /** What the isolates around know. Never rejects. */
  look(group: string, name: string): Promise<T | undefined>;
  /** Call before D1 is asked; what it answers is kept unless something was forgotten meanwhile. */
  ask(group: string, name: string): (value: T, options: { shared: boolean }) => void;
  /** Forgets a group in this isolate. */
  forget(group: string): void;
  /** From now on nothing that was read before is known here. */
  forgetAll(): void;
}

export function createMemory<T>({ cache, clock, later, is }: MemoryParts<T>): Memory<T> {
  const kept = new LRUCache<string, Map<string, Entry<T>>>({ max: GROUPS_KEPT });
  let forgotten = 0;
  let forgotAllAt = Number.NEGATIVE_INFINITY;

  const keyOf = (group: string, name: string) => `${group} ${name}`;
  const isFresh = (readAt: number) => readAt <= clock() && clock() - readAt < FRESH_MS;
  const remember = (group: string, name: string, entry: Entry<T>) => {
    const names = kept.get(group) ?? new Map();
    if (names.size >= NAMES_KEPT) names.clear();
    kept.set(group, names.set(name, entry));
  };

  return {
    peek(group, name) {
      const entry = kept.get(group)?.get(name);
      return entry && isFresh(entry.readAt) ? entry.value : undefined;
    },
    async look(group, name) {
      const before = forgotten;
      const key = keyOf(group, name);
      // A cache that fails is an empty one: D1 knows.
      const entry = readEntry(await cache.get(key).catch(() => undefined), key, is);
      if (!entry || !isFresh(entry.readAt) || entry.readAt <= forgotAllAt) return undefined;
      if (before !== forgotten) return undefined;
      remember(group, name, entry);
      return entry.value;
    },
    ask(group, name) {
      const before = forgotten;
      const key = keyOf(group, name);
      const readAt = clock();
      return (value, { shared }) => {
        if (before !== forgotten) return;
        const entry = { key, readAt, value };
        remember(group, name, entry);
        if (shared) later(cache.put(key, entry), 'The cache of this location took nothing');
      };
    },
    forget(group) {
      forgotten++;
      kept.delete(group);
    },
    forgetAll() {
      forgotten++;
      kept.clear();
      forgotAllAt = clock();
    },
  };
}
