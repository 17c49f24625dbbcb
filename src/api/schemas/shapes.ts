/** The shapes around fields: parameters, bodies, pages and problems. */
import { z } from '@hono/zod-openapi';
import { ERRORS, type ErrorCode } from '../../errors.ts';

export const idParam = (example: string, description = 'Its id.') =>
  z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example, description }) });

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

/** The conflicts with what is stored that a route may answer with. */
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
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });
