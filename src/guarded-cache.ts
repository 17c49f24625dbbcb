/** A cache that a write cannot leave stale: what was read before a write, and arrives after it, is not cached. */
import { createLRU } from 'lru.min';

/** Variants of one key, such as the spellings of a slug: more are not worth their room. */
const MAX_VARIANTS = 4;

export interface GuardedCacheOptions {
  /** Keys; the least recently used one makes room for a new one. */
  max: number;
  /** Values expire `ms` after they were read. Without it they stay until a write evicts them. */
  ttl?: { ms: number; clock: () => number };
}

/** Values by key and, optionally, by variant of a key. */
export interface GuardedCache<Value> {
  get(key: string, variant?: string): Value | undefined;
  /** The cached value however old it is, and the time at which it was read. */
  peek(key: string, variant?: string): DatedValue<Value> | undefined;
  /** The cached value, else the one that `read` returns. That is cached unless it is undefined or a write overtook it. */
  getOrRead(key: string, read: () => Promise<Value | undefined>): Promise<Value | undefined>;
  /**
   * Call it before the source is read, and then the function that it returns with the value. The value is cached unless
   * something was evicted in between or it is older than the TTL. Returns whether it is cached. `readAt` is the time of
   * the read, if that is not the time at which `beginRead` was called.
   */
  beginRead(key: string, variant?: string): (value: Value, readAt?: number) => boolean;
  /** Drops these keys with all their variants; everything without `keys`. */
  evict(keys?: readonly string[]): void;
  /** Runs a write and evicts what it changes, before and after it. */
  evictAround<T>(keys: readonly string[] | undefined, write: () => Promise<T>): Promise<T>;
}

/** A value and the time at which it was read, in UTC milliseconds. */
export interface DatedValue<Value> {
  value: Value;
  readAt: number;
}

interface Variant<Value> extends DatedValue<Value> {
  variant: string;
}

export function guardedCache<Value>({ max, ttl }: GuardedCacheOptions): GuardedCache<Value> {
  // A list per key, nearly always of one: a `Map` per key would take more room than most values.
  const entries = createLRU<string, Variant<Value>[]>({ max });
  /** One count for all keys: a read that any write overtakes is not cached, which costs one more read. */
  let evictions = 0;

  const now = () => ttl?.clock() ?? 0;
  const isFresh = (readAt: number) => {
    if (!ttl) return true;
    const age = ttl.clock() - readAt;
    // Below 0 the clock was set back: the age is unknown.
    return age >= 0 && age < ttl.ms;
  };

  const peek = (key: string, variant = '') => entries.get(key)?.find((one) => one.variant === variant);

  const get = (key: string, variant?: string) => {
    const entry = peek(key, variant);
    return entry && isFresh(entry.readAt) ? entry.value : undefined;
  };

  const beginRead = (key: string, variant = '') => {
    const [before, start] = [evictions, now()];
    return (value: Value, readAt = start) => {
      if (before !== evictions || !isFresh(readAt)) return false;
      const others = entries.get(key)?.filter((one) => one.variant !== variant) ?? [];
      const entry = { variant, value, readAt };
      entries.set(key, others.length < MAX_VARIANTS ? [entry, ...others] : [entry]);
      return true;
    };
  };

  const evict = (keys?: readonly string[]) => {
    evictions++;
    if (keys) for (const key of keys) entries.delete(key);
    else entries.clear();
  };

  return {
    get,
    peek,
    async getOrRead(key, read) {
      const known = get(key);
      if (known !== undefined) return known;
      const keep = beginRead(key);
      const value = await read();
      if (value !== undefined) keep(value);
      return value;
    },
    beginRead,
    evict,
    async evictAround(keys, write) {
      evict(keys);
      try {
        return await write();
      } finally {
        evict(keys);
      }
    },
  };
}
