/** Random values that are valid, nearly valid or invalid for a schema. */
import fc from 'fast-check';
import type { Schema } from './document.ts';

const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

/** Lone surrogates, NUL, direction marks, long texts, and words with a meaning in some language. */
export const oddText = fc.oneof(
  anyUnits,
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '\0', '\ud800', '\udfff!', '\u202e', '\ufeff', 'x'.repeat(9000), '🦀'.repeat(400)),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'null', 'NaN', '-1', '1e999', '%00', '%', '[]'),
  fc.constantFrom("'; DROP TABLE links; --", '%_\\', '*', '../..', 'ext_', 'javascript:alert(1)', '//x'),
  fc.constantFrom('+275760-09-13T00:00:00.001Z', '9999-12-31T23:59:59-23:59', '0000-01-01', 'Etc/GMT+14'),
);

const oddNumber = fc.oneof(
  fc.constantFrom(-0, -1, 0.5, 2 ** 31, 2 ** 53, 2 ** 63, -(2 ** 63), Number.MAX_VALUE, Number.MIN_VALUE),
  fc.integer(),
  fc.double({ noNaN: true }),
);

const oddValue = fc.oneof(oddText, oddNumber, fc.boolean(), fc.constant(null), fc.jsonValue());

const url = fc
  .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), oddText, fc.nat(3))
  .map(([good, odd, dice]) => [good, good, `${good}${odd}`, `https://${odd}/`][dice] ?? good);

const instant = fc
  .tuple(fc.date({ noInvalidDate: true }), fc.nat(2))
  .map(([date, dice]) => date.toISOString().replace('Z', ['Z', '+05:45', ''][dice] ?? ''));

function textOf({ format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === 'uri') return url;
  if (format === 'date-time') return instant;
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 60), unit: 'grapheme' });
}

function ofType(schema: Schema, type: string): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 1e9, items = {}, maxItems = 5 } = schema;
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: minimum, max: maximum });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitraryOf(items), { maxLength: Math.min(maxItems + 1, 8) });
    case 'object':
      return objectOf(schema);
    default:
      return fc.constant(null);
  }
}

/** A valid value, and an arbitrary one in one of thirty cases. */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  const { type = [], enum: values, anyOf = [], oneOf = [], example } = schema;
  const kinds = [
    ...(values ? [fc.constantFrom(...values)] : [type].flat().map((name) => ofType(schema, name))),
    ...[...anyOf, ...oneOf].map(arbitraryOf),
    ...(example === undefined ? [] : [fc.constant(example)]),
  ];
  if (kinds.length === 0) return oddValue;
  return fc.oneof({ weight: 29, arbitrary: fc.oneof(...kinds) }, { weight: 1, arbitrary: oddValue });
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, arbitraryOf(field)] as const);
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: required });
  const more = fc.dictionary(oddText, oddValue, { maxKeys: 1 });
  return fc.tuple(known, more, fc.nat(19)).map(([own, odd, dice]) => (dice === 0 ? { ...own, ...odd } : own));
}
