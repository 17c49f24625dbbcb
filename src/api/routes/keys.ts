/** `/keys`: the keys of the API. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiKey } from '../../keys/api-key.ts';
import { createKey } from '../../keys/create-key.ts';
import { listKeys } from '../../keys/list-keys.ts';
import { revokeKey } from '../../keys/revoke-key.ts';
import { SECRET_SCOPES } from '../../keys/scope.ts';
import { showKey } from '../../keys/show-key.ts';
import { isoTime, isoTimeOrNull } from '../../time.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { Scope } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { pageInMemory, pageQuery, readPage } from '../schemas/page.ts';
import { json, jsonBody, keyParams, pageOf, problems } from '../schemas/shapes.ts';

export const KeyCreate = z
  .strictObject({
    name: field.line(100).openapi({ description: 'Name that tells keys apart.' }),
    scopes: field.distinct(z.array(Scope).min(1), 'scope').openapi({ description: 'What the key may do.' }),
    expiresAt: field.instant
      .nullable()
      .default(null)
      .openapi({ description: 'From this time on the key is refused. Never by default.' }),
  })
  .openapi('KeyCreate', {
    description: 'A key to create.',
    example: { name: 'Newsletter', scopes: ['links:write'] },
  });

const KeyBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the key.', example: 'key_8fWq2xK0pLrT5vBn' }),
    name: z.string().openapi({ description: 'Name that tells keys apart.' }),
    scopes: z.array(Scope).openapi({ description: 'What the key may do.' }),
    createdAt: field.timestamp.openapi({ description: 'Time of creation.' }),
    expiresAt: field.timestamp.nullable().openapi({ description: 'From this time on the key is refused.' }),
    lastUsedAt: field.timestamp
      .nullable()
      .openapi({ description: 'Time of the last use, accurate to the minute.' }),
    revokedAt: field.timestamp
      .nullable()
      .openapi({ description: 'Time of revocation; null for a valid key.' }),
  })
  .openapi('Key', { description: 'A key of the API, without its text.' });

const KeyPage = pageOf('KeyPage', KeyBody);

const CreatedKeyBody = KeyBody.extend({
  key: z.string().openapi({
    description: 'The key itself. It is shown only in this answer and is not stored.',
    example: 'sotto_key_…',
  }),
}).openapi('CreatedKey', { description: 'A new key with its text.' });

const KeyList = z.strictObject({
  name: field
    .optional(z.string().min(1))
    .openapi({ description: 'Only keys whose name contains this text, in any case.' }),
  status: field
    .optional(z.enum(['active', 'revoked', 'expired']))
    .openapi({ description: 'Only keys that can be used, that were revoked, or that have expired.' }),
  ...pageQuery,
});

function presentKey({ id, name, scopes, createdAt, ...times }: ApiKey): z.infer<typeof KeyBody> {
  const { expiresAt, lastUsedAt, revokedAt } = times;
  return {
    id,
    name,
    scopes: SECRET_SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: isoTime(createdAt),
    expiresAt: isoTimeOrNull(expiresAt),
    lastUsedAt: isoTimeOrNull(lastUsedAt),
    revokedAt: isoTimeOrNull(revokedAt),
  };
}

export const keyRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/keys',
      tags: ['Keys'],
      summary: 'Create a key',
      description: 'The answer contains the key. It cannot be read again.',
      ...secured('admin'),
      request: { body: jsonBody(KeyCreate) },
      responses: { 201: json(CreatedKeyBody, 'The new key.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { text, record } = await createKey(deps, c.req.valid('json'));
      c.header('Location', `${deps.settings.publicUrl}${c.req.path}/${record.id}`);
      return c.json({ ...presentKey(record), key: text }, 201);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/keys',
      tags: ['Keys'],
      summary: 'List keys, newest first',
      description:
        'Revoked keys are included unless `status` leaves them out. The answer does not contain the keys themselves.',
      ...secured('admin'),
      request: { query: KeyList },
      responses: { 200: json(KeyPage, 'One page of keys.'), ...problems },
    }),
    async (c) => {
      const { name, status, ...query } = c.req.valid('query');
      const keys = await listKeys(c.var.deps, { name, status });
      const { rows, nextCursor } = await readPage(c, query, pageInMemory(keys));
      return c.json({ data: rows.map(presentKey), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Get a key',
      ...secured('admin'),
      request: { params: keyParams },
      responses: { 200: json(KeyBody, 'The key.'), ...problems },
    }),
    async (c) => c.json(presentKey(await showKey(c.var.deps, c.req.valid('param').id)), 200),
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Revoke a key',
      description: 'The key is refused immediately. Its entry stays in the list.',
      ...secured('admin'),
      request: { params: keyParams },
      responses: { 204: { description: 'The key is revoked.' }, ...problems },
    }),
    async (c) => {
      await revokeKey(c.var.deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
