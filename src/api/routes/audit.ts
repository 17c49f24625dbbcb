/** `/audit-entries`: who changed what. */
import { createRoute, z } from '@hono/zod-openapi';
import { AUDIT_DAYS, type AuditEntry } from '../../audit/audit-entry.ts';
import { listAuditEntries, listAuditedObjects } from '../../audit/read-audit.ts';
import { isoTime } from '../../time.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { AuditAction } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { chooseFields, fieldsQuery } from '../schemas/list-fields.ts';
import { nextPage, pageQuery, readPage } from '../schemas/page.ts';
import { entryParams, json, pageOf, problems } from '../schemas/shapes.ts';

const PREFIX = 'aud_';

const objectId = z.string().openapi({
  description: 'Id of the object; the name of a domain or host.',
  example: 'lnk_8fWq2xK0pLrT5vBn',
});

const EntryBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the entry.', example: 'aud_1207' }),
    at: field.timestamp.openapi({ description: 'Time of the change.' }),
    actor: z
      .object({
        type: z
          .enum(['key', 'member', 'system'])
          .openapi({ description: '`key` for an API key, `system` for a job of the server.' }),
        id: z.string().openapi({
          description:
            'Id of the key; `configured` for the key of `SOTTO_ADMIN_KEY`, `command` for `npm run key`.',
          example: 'key_8fWq2xK0pLrT5vBn',
        }),
      })
      .openapi({ description: 'Who made the change.' }),
    action: AuditAction,
    object: objectId,
    lastObject: objectId.nullable().openapi({
      description: 'The last of several new objects; `object` is the first. Null for one object.',
    }),
    objects: z.int().openapi({ description: 'Number of objects. A bulk request has few entries.' }),
    fields: z
      .array(z.string())
      .openapi({ description: 'Names of the changed fields, without their values.' }),
    requestId: z
      .string()
      .nullable()
      .openapi({ description: '`X-Request-Id` of the request that made the change.' }),
  })
  .openapi('AuditEntry', { description: 'Who changed what, and when.' });

const ObjectBody = z
  .object({ id: objectId })
  .openapi('AuditedObject', { description: 'An object that a request has changed.' });

const EntryPage = pageOf('AuditEntryPage', EntryBody);
const ObjectPage = pageOf('AuditedObjectPage', ObjectBody);

const EntryList = z.strictObject({
  actor: field.optional(z.string()).openapi({ description: 'Only changes by the actor with this id.' }),
  action: field.optional(AuditAction).openapi({ description: 'Only this kind of change.' }),
  object: field.optional(z.string()).openapi({ description: 'Only changes of the object with this id.' }),
  from: field.optional(field.instant).openapi({ description: 'Only changes from this time on.' }),
  to: field.optional(field.instant).openapi({ description: 'Only changes before this time.' }),
  ...pageQuery,
  fields: fieldsQuery('AuditEntry', EntryBody),
});

const rowIdOf = (id: string): number | null => {
  const [, digits] = new RegExp(`^${PREFIX}([1-9]\\d{0,14})$`).exec(id) ?? [];
  return digits === undefined ? null : Number(digits);
};

function presentEntry(entry: AuditEntry): z.infer<typeof EntryBody> {
  const { rowId, at, author, action, objectId, lastObjectId, objects, fields } = entry;
  return {
    id: `${PREFIX}${rowId}`,
    at: isoTime(at),
    actor: author.actor,
    action,
    object: objectId,
    lastObject: objects > 1 ? lastObjectId : null,
    objects,
    fields,
    requestId: author.requestId,
  };
}

export const auditRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/audit-entries',
      operationId: 'listAuditEntries',
      tags: ['Audit log'],
      summary: 'List changes, newest first',
      description: `Everything that was changed through the API in the last ${AUDIT_DAYS} days, by whom and when. A page may have fewer entries than \`limit\` although more follow: continue while \`nextCursor\` is not null.`,
      ...secured('audit:read'),
      request: { query: EntryList },
      responses: { 200: json(EntryPage, 'One page of entries.'), ...problems },
    }),
    async (c) => {
      const { limit, cursor, fields, ...filter } = c.req.valid('query');
      const page = { limit, before: cursor ?? null };
      const { entries, next } = await listAuditEntries(c.var.deps, filter, page);
      const nextCursor = next === null ? null : nextPage(c, next);
      return c.json({ data: chooseFields(entries.map(presentEntry), fields), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/audit-entries/{id}/objects',
      operationId: 'listAuditedObjects',
      tags: ['Audit log'],
      summary: 'List the objects of an entry, newest first',
      description: 'All links or contents that a request created; deleted ones are included.',
      ...secured('audit:read'),
      request: { params: entryParams, query: z.strictObject(pageQuery) },
      responses: { 200: json(ObjectPage, 'One page of objects.'), ...problems },
    }),
    async (c) => {
      const entry = rowIdOf(c.req.valid('param').id);
      const { rows, nextCursor } = await readPage(c, c.req.valid('query'), (page) =>
        listAuditedObjects(c.var.deps, entry, page),
      );
      return c.json({ data: rows.map(({ id }) => ({ id })), nextCursor }, 200);
    },
  ),
] as const;
