import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLazyLru } from '../../src/lazy-lru.ts';

describe('a lazy LRU map', () => {
  it('keeps the entries used last', () => {
    const map = createLazyLru<string, number>(2);
    expect(map.get('a')).toBeUndefined();
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([1, undefined, 3]);
  });

  it('behaves like a list in the order of use', () => {
    const use = fc.record({ key: fc.nat(6), value: fc.option(fc.nat()) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(use), (max, uses) => {
        const map = createLazyLru<number, number>(max);
        let entries: [number, number][] = [];
        for (const { key, value } of uses) {
          const known = entries.find(([each]) => each === key)?.[1];
          if (value === null) expect(map.get(key)).toBe(known);
          else map.set(key, value);
          const now = value ?? known;
          if (now !== undefined) entries = [...entries.filter(([each]) => each !== key), [key, now]];
          entries = entries.slice(-max);
        }
      }),
    );
  });

  it('takes no room before its first entry', () => {
    const before = process.memoryUsage().heapUsed;
    const maps = Array.from({ length: 100 }, () => createLazyLru<string, number>(100_000));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000); // 320 MB if each reserved its room
    expect(maps).toHaveLength(100);
  });
});
