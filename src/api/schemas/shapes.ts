/** The shapes around fields: parameters, bodies, pages and problems. */
import { z } from '@hono/zod-openapi';
import { ERRORS, type ErrorCode } from '../../errors.ts';

/** The path parameter `id`. */
export const idParam = (example: string, description: string) =>
  z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example, description }) });

const Conflict = z
  .object({
    pointer: z.string().openapi({ description: 'JSON Pointer of the field that conflicts.' }),
    detail: z.string().openapi({ description: 'What conflicts with what.' }),
    contentId: z.string().optional().openapi({ description: 'Id of the content that has the stored value.' }),
    linkId: z.string().optional().openapi({ description: 'Id of the link that has the stored value.' }),
    shortUrl: z.string().optional().openapi({ description: 'Address of that link.' }),
    stored: z.unknown().optional().openapi({ description: 'The value that is stored.' }),
    requested: z.unknown().optional().openapi({ description: 'The value of the request.' }),
  })
  .openapi('Conflict', { description: 'Something that exists already and conflicts with the request.' });

export const Problem = z
  .object({
    type: z.url().openapi({ description: 'Page that explains this kind of failure.' }),
    title: z.string().openapi({ description: 'Name of this kind of failure.' }),
    status: z.int().openapi({ description: 'HTTP status.' }),
    detail: z.string().openapi({ description: 'What is wrong with this request and what to do.' }),
    code: z.string().openapi({ description: 'Stable code for programs.' }),
    requestId: z.string().openapi({ description: 'Id of this request in the log of the server.' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().openapi({
            description: 'JSON Pointer into the body (`/utm/source`), or a query parameter (`?limit`).',
          }),
          detail: z.string().openapi({ description: 'What is wrong with this field.' }),
        }),
      )
      .optional()
      .openapi({ description: 'All invalid fields.' }),
    conflicts: z
      .array(Conflict)
      .optional()
      .openapi({ description: 'What exists already, for callers that may read it.' }),
  })
  .openapi('Problem', { description: 'Problem details (RFC 9457).' });

const problem = { 'application/problem+json': { schema: Problem } };

/** The failures that every route may answer with. */
export const problems = { default: { description: 'Any other failure.', content: problem } };

/** The 409 of a route, with the codes that it may carry. */
export const conflicts = (...codes: ErrorCode[]) => ({
  409: {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
    content: problem,
  },
});

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
  z.object({
    data: z.array(row),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: '`cursor` of the next page; null on the last page.' }),
  });
