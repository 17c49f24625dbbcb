import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVisitorHmac } from '../../../src/runtime/visitor-hmac.ts';

const keys = fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => Buffer.from(bytes));
const texts = fc.string({ unit: 'binary', maxLength: 40 });

/** As the library works it out. */
const byLibrary = (key: Buffer, parts: string[]) =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 8).toString('base64url');

describe('the HMAC of a visitor', () => {
  it('equals the HMAC of the library for any key and text', () => {
    fc.assert(
      fc.property(keys, fc.array(texts, { maxLength: 4 }), (key, parts) => {
        expect(createVisitorHmac(key)(parts)).toBe(byLibrary(key, parts));
      }),
    );
  });

  it('equals the HMAC of the library for texts of any length in sequence', () => {
    const key = Buffer.alloc(32, 7);
    const hmac = createVisitorHmac(key);
    for (const length of [5_000, 0, 1_365, 1_366, 4_096, 3]) {
      const parts = ['é'.repeat(length)];
      expect(hmac(parts)).toBe(byLibrary(key, parts));
    }
  });
});
