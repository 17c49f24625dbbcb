/** A map that keeps the entries used last. Unlike that of `lru.min`, it takes no room before its first entry. */
import { createLRU } from 'lru.min';

export interface LazyLru<Key, Value> {
  /** The value; it is now the one used last. */
  get(key: Key): Value | undefined;
  /** Beyond `max`, the entry whose last use is longest ago makes room. */
  set(key: Key, value: Value): void;
}

/** For maps that many servers never fill: `lru.min` reserves 32 bytes for each of `max` entries at once. */
export function createLazyLru<Key, Value>(max: number): LazyLru<Key, Value> {
  let entries: LazyLru<Key, Value> | undefined;
  return {
    get: (key) => entries?.get(key),
    set(key, value) {
      entries ??= createLRU<Key, Value>({ max });
      entries.set(key, value);
    },
  };
}
