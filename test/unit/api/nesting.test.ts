import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitNesting } from '../../../src/api/http/nesting.ts';

const LEVELS = 16;
const nested = (levels: number, inner = '') =>
  `${'[{"a":'.repeat(levels / 2)}1${inner}${'}]'.repeat(levels / 2)}`;

function levelsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(levelsOf));
}

describe('the nesting of a body', () => {
  it('is left alone up to the limit, whatever its texts contain', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('[', '{{', '"', '\\', '\\"]', '\\\\'));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: LEVELS - 1 },
        key,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        fc.pre(levelsOf(value) <= LEVELS);
        const text = JSON.stringify(value);
        expect(limitNesting(text)).toBe(text);
      }),
    );
    expect(limitNesting(nested(LEVELS))).toBe(nested(LEVELS));
  });

  it('is cut beyond the limit, and nothing else is changed', () => {
    const text = `{"before": "[[", "deep": ${nested(1_000_000)}, "deeper": ${nested(40)}, "after": "]]"}`;
    const value = JSON.parse(limitNesting(text));
    expect(Object.keys(value)).toEqual(['before', 'deep', 'deeper', 'after']);
    expect([value.before, value.after]).toEqual(['[[', ']]']);
    expect(levelsOf(value)).toBe(LEVELS + 1);
  });

  it('is refused if it is too deep in more than a thousand places', () => {
    const many = (times: number) => `${'['.repeat(LEVELS)}${'[[]],'.repeat(times)}1${']'.repeat(LEVELS)}`;
    expect(levelsOf(JSON.parse(limitNesting(many(1_000))))).toBe(LEVELS + 1);
    expect(() => limitNesting(many(1_001))).toThrow('16 levels');
  });

  it.each([
    '',
    '"',
    '"\\',
    '[',
    ']',
    '}]',
    '['.repeat(100),
    ']'.repeat(100),
    `${'['.repeat(100)}${']'.repeat(99)}`,
  ])('does not make JSON of text that is not: %j', (text) => {
    expect(() => JSON.parse(limitNesting(text))).toThrow(SyntaxError);
  });
});
