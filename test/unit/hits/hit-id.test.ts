import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitId, parseHitId } from '../../../src/hits/hit-id.ts';

const anyKey = fc.record({
  rowId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  nonce: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
});

describe('the id of a hit', () => {
  it('contains its row and its nonce', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(parseHitId(hitId(key))).toEqual(key);
      }),
    );
  });

  it('needs no escaping in URLs and spreadsheets', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(hitId(key)).toMatch(/^hit_[0-9a-z]{8,18}$/);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['another prefix', 'lnk_10000001'],
    ['capitals', hitId({ rowId: 35, nonce: 35 }).toUpperCase()],
    ['a row zero', 'hit_00000001'],
    ['a row with a leading zero', 'hit_010000001'],
    ['a row beyond what a number holds', 'hit_zzzzzzzzzzz0000001'],
    ['a nonce of more than 32 bits', 'hit_1zzzzzzz'],
    ['too few digits', 'hit_000001'],
    ['a line break', `${hitId({ rowId: 1, nonce: 1 })}\n`],
  ])('is never %s', (_, text) => {
    expect(parseHitId(text)).toBeUndefined();
  });
});
