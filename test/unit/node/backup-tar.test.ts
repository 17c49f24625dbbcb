import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerOf, readHeader } from '../../../src/runtime/node/commands/backup-tar.ts';

const name = 'sotto.db';

describe('the block before a file in a backup', () => {
  it('tells its name and its size, however large', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.constantFrom(8 ** 11 - 1, 8 ** 11, 2 ** 45)), (size) => {
        expect(readHeader(headerOf(name, { size, mtimeMs: 1_792_000_000_000 }))).toEqual({ name, size });
      }),
    );
  });

  it('is refused with any byte of it changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 511 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const block = headerOf(name, { size: 4096, mtimeMs: 0 });
        block[at] = (block[at] ?? 0) ^ change;
        // The last byte of the sum's field is a blank that no reader asks for.
        fc.pre(at < 154 || at > 155);
        expect(() => readHeader(block)).toThrow('It is no backup');
      }),
    );
  });

  it('is the end of the archive when it is empty', () => {
    expect(readHeader(Buffer.alloc(512))).toBeUndefined();
  });
});
