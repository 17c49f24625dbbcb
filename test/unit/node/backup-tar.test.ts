import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHeader, parseHeader } from '../../../src/runtime/node/commands/backup-tar.ts';

const name = 'sotto.db';

describe('a header in a backup', () => {
  it('contains the name and the size of a file, however large', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.constantFrom(8 ** 11 - 1, 8 ** 11, 2 ** 45)), (size) => {
        expect(parseHeader(formatHeader(name, { size, mtimeMs: 1_792_000_000_000 }))).toEqual({ name, size });
      }),
    );
  });

  it('is refused if any of its bytes is changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 511 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const block = formatHeader(name, { size: 4096, mtimeMs: 0 });
        block[at] = (block[at] ?? 0) ^ change;
        // The last byte of the checksum field is a blank that is never read.
        fc.pre(at < 154 || at > 155);
        expect(() => parseHeader(block)).toThrow('not a Sotto backup');
      }),
    );
  });

  it('ends the archive if it is empty', () => {
    expect(parseHeader(Buffer.alloc(512))).toBeUndefined();
  });
});
