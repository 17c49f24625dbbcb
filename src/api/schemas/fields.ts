/** Fields that more than one resource uses: how they are checked and documented. */

import { z } from '@hono/zod-openapi';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../links/password.ts';
import { MAX_TAG_LENGTH, MAX_TAGS, MAX_UTM_LENGTH, TEXT_LIMITS } from '../../links/text-limits.ts';
import { MAX_URL_LENGTH } from '../../urls/destination.ts';
import { MAX_SLUG_LENGTH } from '../../urls/slug.ts';
import { namedParameter } from './shapes.ts';

/** A field that may be absent. Exact, as JSON has no undefined; the docs generator only knows `optional`. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional() as unknown as z.ZodExactOptional<Schema>;

/** One line of text, trimmed. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'Must not contain control characters.');

/** Text that may have line breaks, trimmed. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text), 'Must not contain control characters.');

export const title = line(TEXT_LIMITS.title).openapi({
  description: 'Title of the page. Share texts and preview cards show it.',
});
export const campaign = line(TEXT_LIMITS.campaign).openapi({
  description: 'Name of the campaign, also sent as `utm_campaign`.',
});
export const externalId = line(TEXT_LIMITS.externalId).openapi({
  description: 'Your own id, which no other item of this kind has.',
});

/** A list without duplicates; `what` names one of its values in the error. */
export const distinct = <Item extends z.ZodType>(list: z.ZodArray<Item>, what: string) =>
  list.refine((values) => new Set(values).size === values.length, `Duplicate ${what}.`);

const tag = line(MAX_TAG_LENGTH).openapi({ description: 'One label.' });

export const tags = distinct(z.array(tag).max(MAX_TAGS), 'tag').openapi({ description: 'Free labels.' });

/** `parseDestination` checks the length together with the address itself. */
export const address = z.string().openapi({ format: 'uri', maxLength: MAX_URL_LENGTH });

/** Text that people can type into a password field. */
export const password = z
  .string()
  .min(MIN_PASSWORD_LENGTH)
  .max(MAX_PASSWORD_LENGTH)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'Must not contain control characters.')
  .openapi({
    writeOnly: true,
    description: 'Visitors must enter it before they are redirected. No answer contains it.',
  });

export const expiredUrl = address.openapi({
  description: 'Destination for visitors after the link has expired or is used up.',
});

export const slug = z.string().openapi({
  example: 'guide',
  pattern: `^[A-Za-z0-9]([A-Za-z0-9_-]{0,${MAX_SLUG_LENGTH - 2}}[A-Za-z0-9])?$`,
  description: 'Path of the short link. A random one by default.',
});
export const domain = z
  .string()
  .openapi({ description: 'Domain of the short link. The default domain of this server if absent.' });

const utmOff = z.literal(false).openapi({ description: 'Appends no UTM parameters.' });

const UTM_ERROR = 'Must be an object with UTM values, or false.';

/** The five values, each optional and made of this schema. */
export const utmFields = <Value extends z.ZodType>(value: Value) => {
  const named = (name: string) =>
    optional(value).openapi({ description: `Value of the parameter \`utm_${name}\`.` });
  return {
    source: named('source'),
    medium: named('medium'),
    campaign: named('campaign'),
    term: named('term'),
    content: named('content'),
  };
};

const utmValues = <Value extends z.ZodType>(value: Value) => z.strictObject(utmFields(value));

const utmValue = line(MAX_UTM_LENGTH);

export const utm = z
  .union([utmValues(utmValue).openapi({ description: 'UTM values.' }), utmOff], UTM_ERROR)
  .nullable()
  .openapi('Utm', {
    description: 'UTM values that replace those of the channel, one by one. `false` turns UTM off.',
  });

/** An object without values means the same as no object. */
export const givenUtm = utm.transform((values) =>
  values && Object.keys(values).length === 0 ? null : values,
);

/** UTM values that are merged into the stored ones; null clears a value. */
export const utmPatch = z
  .union(
    [utmValues(utmValue.nullable()).openapi({ description: 'UTM values; null clears one.' }), utmOff],
    UTM_ERROR,
  )
  .nullable()
  .openapi('UtmPatch', {
    description: 'UTM values to change, one by one. `false` turns UTM off, null clears all values.',
  });

/** ISO 8601 with seconds and a zone, as UTC milliseconds. */
export const instant = z.iso
  .datetime({ offset: true, error: 'Must be a time with its offset, for example 2026-05-12T08:30:00Z.' })
  .transform(Date.parse);

/** A UTC day in a query, or null. */
const utcDay = z.iso
  .date({ error: 'Must be a day, for example 2026-05-12.' })
  .nullable()
  .default(null)
  .openapi({ type: 'string', format: 'date' });

export const firstDay = utcDay.openapi({
  ...namedParameter('FirstDay'),
  description: 'First UTC day of the period.',
});
export const lastDay = utcDay.openapi({
  ...namedParameter('LastDay'),
  description: 'Last UTC day of the period, inclusive.',
});

export const timestamp = z.iso.datetime().openapi({ description: 'ISO 8601 time in UTC.' });

/** A field that null resets to its default. */
export const resettable = <Schema extends z.ZodType>(schema: Schema, empty: z.output<Schema>) =>
  schema.nullable().transform((value): z.output<Schema> => value ?? empty);

/** A field that a PATCH refuses by its own error code. */
export const immutable = optional(
  z
    .never({ error: 'This field cannot be changed.' })
    .openapi({ type: 'string', readOnly: true, description: 'Cannot be changed: sending it is an error.' }),
);

export const archivedFilter = z
  .enum(['true', 'false', 'any'])
  .transform((text) => (text === 'any' ? null : text === 'true'))
  .default(false)
  .openapi({
    type: 'string',
    enum: ['true', 'false', 'any'],
    default: 'false',
    description: '`true` lists only archived items, `false` only the others, `any` both.',
  });

/** The additional field of lists that can be sorted by clicks. */
export const periodClicks = z.int().nullable().openapi({
  description: 'Clicks in the period by which the list is sorted; null if it is not sorted by clicks.',
});
