/** Fields and shapes that more than one resource uses. */
import { z } from '@hono/zod-openapi';
import { CHANNEL_NAMES } from '../channels/registry.ts';

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

export const tags = z
  .array(line(50))
  .max(20)
  .refine((list) => new Set(list).size === list.length, 'A tag stands twice.');

/** Lengths are checked where the address itself is. */
export const address = z.string().openapi({ format: 'uri', maxLength: 8192 });

export const slug = z.string().openapi({ example: 'guide', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' });
export const domain = z
  .string()
  .openapi({ description: 'A host of this server; its default one if absent.' });

const utmValue = line(200);
const utmOff = z.literal(false).openapi({ description: 'Adds nothing to the destination.' });

export const utm = z
  .union([
    z.strictObject({
      source: utmValue.exactOptional(),
      medium: utmValue.exactOptional(),
      campaign: utmValue.exactOptional(),
      term: utmValue.exactOptional(),
      content: utmValue.exactOptional(),
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

const utmPatchValue = utmValue.nullable().exactOptional();

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
  .transform(Date.parse)
  .openapi({ type: 'string', format: 'date-time' });

export const timestamp = z.iso.datetime().openapi({ description: 'ISO 8601, UTC.' });

/** A field that a PATCH refuses by its own error code. */
export const immutable = z.never({ error: 'This field never changes.' }).exactOptional();

export const isTrue = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .default(false)
  .openapi({ type: 'boolean', default: false });

export const idParam = (example: string) =>
  z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example }) });

export const Problem = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem');

const problem = { 'application/problem+json': { schema: Problem } };

/** The failures any route may answer with. */
export const problems = { default: { description: 'Problem details (RFC 9457).', content: problem } };

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** One page of rows. */
export const listOf = <Schema extends z.ZodType>(row: Schema) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });

/** A field that null sets back to what it is when nobody says anything. */
export const cleared = <Schema extends z.ZodType>(schema: Schema, empty: z.output<Schema>) =>
  schema.nullable().transform((value): z.output<Schema> => value ?? empty);
