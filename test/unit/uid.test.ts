import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';

const at = fc.nat({ max: 2 ** 48 - 1 });

describe('the id of a sent hit', () => {
  it('is a uuidv7 that begins with its time', () => {
    fc.assert(
      fc.property(at, (time) => {
        const uid = uuidv7(time);
        expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(uid.slice(0, 13).replace('-', ''), 16)).toBe(time);
      }),
    );
  });

  it('sorts by its time', () => {
    fc.assert(
      fc.property(at, at, (one, other) => {
        fc.pre(one !== other);
        expect(uuidv7(one) < uuidv7(other)).toBe(one < other);
      }),
    );
  });

  it('is never given twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => uuidv7(0))).size).toBe(1_000);
  });
});
