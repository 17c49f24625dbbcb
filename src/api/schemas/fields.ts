/** Fields that more than one resource uses: how they are checked and documented. */
import { z } from '@hono/zod-openapi';
import { CHANNEL_NAMES } from '../../channels/registry.ts';
import { STATUS_CODES } from '../../links/link.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../links/password.ts';

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
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'It must not contain control characters.');

/** Text that may have line breaks, trimmed. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text), 'It must not contain control characters.');

export const channel = z.enum(CHANNEL_NAMES).openapi({ description: 'Where the link is shared.' });

export const title = line(300);
export const campaign = line(100);
export const externalId = line(200).openapi({ description: "The caller's own id." });

/** A list without repetition; `what` names one of its values. */
export const distinct = <Item extends z.ZodType>(list: z.ZodArray<Item>, what: string) =>
  list.refine((values) => new Set(values).size === values.length, `${what} stands twice.`);

export const tags = distinct(z.array(line(50)).max(20), 'A tag');

/** Lengths are checked where the address itself is. */
export const address = z.string().openapi({ format: 'uri', maxLength: 8192 });

/** What people can type into a password field, and it is never shown again. */
export const password = z
  .string()
  .min(MIN_PASSWORD_LENGTH)
  .max(MAX_PASSWORD_LENGTH)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'It must not contain control characters.')
  .openapi({ writeOnly: true, description: 'People must type it before they are led on.' });

export const expiredUrl = address.openapi({
  description: 'Where people are led once the link has expired or is used up.',
});

export const slug = z.string().openapi({ example: 'guide', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' });
export const domain = z
  .string()
  .openapi({ description: 'A host of this server; its default one if absent.' });

const utmValue = line(200);
const utmOff = z.literal(false).openapi({ description: 'Adds nothing to the destination.' });

export const utm = z
  .union([
    z.strictObject({
      source: optional(utmValue),
      medium: optional(utmValue),
      campaign: optional(utmValue),
      term: optional(utmValue),
      content: optional(utmValue),
    }),
    utmOff,
  ])
  .openapi({
    description: 'Replaces the UTM values of the channel, name by name; `false` switches them off.',
  });

/** An object without any value says nothing. */
export const givenUtm = utm.transform((values) =>
  values !== false && Object.keys(values).length === 0 ? null : values,
);

const utmPatchValue = optional(utmValue.nullable());

/** Merged into what is stored, name by name; null clears. */
export const utmPatch = z.union([
  z.strictObject({
    source: utmPatchValue,
    medium: utmPatchValue,
    campaign: utmPatchValue,
    term: utmPatchValue,
    content: utmPatchValue,
  }),
  utmOff,
]);

/** ISO 8601 with seconds and a zone, as UTC milliseconds. */
export const instant = z.iso
  .datetime({ offset: true, error: 'A time like 2026-05-12T08:30:00Z.' })
  .transform(Date.parse);

/** A UTC day in a query, or null. */
export const utcDay = z.iso
  .date({ error: 'A day like 2026-05-12.' })
  .nullable()
  .default(null)
  .openapi({ type: 'string', format: 'date' });

export const timestamp = z.iso.datetime().openapi({ description: 'ISO 8601, UTC.' });

export const statusCode = z.literal(STATUS_CODES).openapi({ type: 'integer', enum: [...STATUS_CODES] });

/** A field that null sets back to what it is when nobody says anything. */
export const cleared = <Schema extends z.ZodType>(schema: Schema, empty: z.output<Schema>) =>
  schema.nullable().transform((value): z.output<Schema> => value ?? empty);

/** A field that a PATCH refuses by its own error code. */
export const immutable = optional(
  z.never({ error: 'This field never changes.' }).openapi({ type: 'string', readOnly: true }),
);

export const isTrue = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .default(false)
  .openapi({ type: 'boolean', default: false, description: 'Only archived ones, or only the others.' });

/** What rows of a list that can be sorted by clicks have. */
export const periodClicks = z.int().nullable().openapi({
  description: 'Clicks in the period that the list is sorted by; null if it is not sorted by clicks.',
});
