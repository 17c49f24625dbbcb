/** The shapes around fields: parameters, bodies, pages and problems. */
import { z } from '@hono/zod-openapi';
import { ERRORS, type ErrorCode } from '../../errors.ts';

/** The name of a parameter among the components, for one that shares its own name with others. */
export const namedParameter = (name: string) => ({ param: { 'x-component': name } });

/** The path parameter `id` of one kind of object. */
const idParam = (name: string, example: string, description: string) =>
  z.object({ id: z.string().openapi({ ...namedParameter(name), example, description }) });

export const linkParams = idParam(
  'LinkId',
  'lnk_8fWq2xK0pLrT5vBn',
  'Id of the link, or `ext_` followed by its external id.',
);
export const contentParams = idParam(
  'ContentId',
  'cnt_8fWq2xK0pLrT5vBn',
  'Id of the content, or `ext_` followed by its external id.',
);
export const keyParams = idParam('KeyId', 'key_8fWq2xK0pLrT5vBn', 'Id of the key.');
export const reportParams = idParam('AbuseReportId', 'rep_8fWq2xK0pLrT5vBn', 'Id of the report.');
export const entryParams = idParam('AuditEntryId', 'aud_1207', 'Id of the entry.');

/** A text in every language of Sotto. */
export const Localized = z
  .object({
    en: z.string().openapi({ description: 'English.' }),
    fr: z.string().openapi({ description: 'French.' }),
  })
  .openapi('Localized', { description: 'The same text in English and French.' });

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
        z
          .object({
            pointer: z.string().openapi({
              description: 'JSON Pointer into the body (`/utm/source`), or a query parameter (`?limit`).',
            }),
            detail: z.string().openapi({ description: 'What is wrong with this field.' }),
          })
          .openapi('FieldError', { description: 'What is wrong with one field of a request.' }),
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

/** An answer that is a file. */
export const fileResponse = z.string().openapi({ description: 'The rows as a file.' });

const nextCursor = z
  .string()
  .nullable()
  .openapi({ description: '`cursor` of the next page; null on the last page.' });

/** The fields of a page of rows. */
export const pageFields = <Schema extends z.ZodType>(row: Schema) => ({
  data: z.array(row).openapi({ description: 'The rows of this page.' }),
  nextCursor,
});

/** One page of rows, as a component with this name. */
export const pageOf = <Schema extends z.ZodType>(name: string, row: Schema) =>
  z.object(pageFields(row)).openapi(name, { description: 'One page of a list.' });

/** All rows of a list without pages, as a component with this name. */
export const allOf = <Schema extends z.ZodType>(name: string, row: Schema) =>
  z
    .object({ data: z.array(row).openapi({ description: 'All rows.' }) })
    .openapi(name, { description: 'A whole list.' });

/** A reference to the component of a set of values, for the items of a parameter that takes several. */
export const values = (name: string) => ({ items: { $ref: `#/components/schemas/${name}` } });
