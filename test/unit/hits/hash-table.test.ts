import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashMap, visitorKey } from '../../../src/hits/judge/hash-map.ts';

const nameOf = ({ high, low }: { high: number; low: number }) => `${high} ${low}`;

describe('the key of a visitor', () => {
  it('depends only on the link, the visitor and the erasure', () => {
    const keys = [
      visitorKey(1, 'abcdefghijk'),
      visitorKey(2, 'abcdefghijk'),
      visitorKey(1, 'abcdefghijl'),
      visitorKey(1, 'bacdefghijk'),
      visitorKey(1, 'abcdefghijk', 7),
    ];
    expect(new Set(keys.map(nameOf)).size).toBe(keys.length);
    expect(visitorKey(1, 'abcdefghijk')).toEqual(keys[0]);
  });

  it('does not collide among two hundred thousand, and its halves are independent', () => {
    const names = new Set<string>();
    const highs = new Set<number>();
    for (let link = 1; link <= 200; link++) {
      for (let visitor = 0; visitor < 1_000; visitor++) {
        const key = visitorKey(link, `v${visitor}`);
        names.add(nameOf(key));
        highs.add(key.high);
      }
    }
    expect(names.size).toBe(200_000);
    // About five of this many random 32-bit numbers collide.
    expect(highs.size).toBeGreaterThan(199_900);
  });
});

describe('a hash table', () => {
  it('returns the last value of a key, and 0 for unknown keys', () => {
    const anyKey = fc.record({
      high: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffff_ffff })),
      low: fc.oneof(fc.nat({ max: 600 }), fc.nat({ max: 0xffff_ffff })),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(anyKey, fc.integer({ min: 1, max: DAY })), { maxLength: 400 }), (all) => {
        const set = new HashMap();
        const map = new Map<string, number>();
        for (const [key, value] of all) {
          expect(set.get(key)).toBe(map.get(nameOf(key)) ?? 0);
          set.set(key, value);
          map.set(nameOf(key), value);
        }
        for (const [key] of all) expect(set.get(key)).toBe(map.get(nameOf(key)));
      }),
    );
  });
});

const DAY = 86_400_000;
