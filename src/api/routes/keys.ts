/** `/keys`: the keys of the API. */
import { createRoute, z } from '@hono/zod-openapi';
import { createKey } from '../../keys/create-key.ts';
import { editKey } from '../../keys/edit-key.ts';
import { listKeys } from '../../keys/list-keys.ts';
import { revokeKey } from '../../keys/revoke-key.ts';
import { rollKey } from '../../keys/roll-key.ts';
import { showKey } from '../../keys/show-key.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import * as field from '../schemas/fields.ts';
import {
  CreatedKeyBody,
  KeyBody,
  KeyCreate,
  KeyEdit,
  KeyRoll,
  presentKey,
  RolledKeyBody,
} from '../schemas/keys.ts';
import { chooseFields, fieldsQuery } from '../schemas/list-fields.ts';
import { pageInMemory, pageQuery, readPage } from '../schemas/page.ts';
import { conflicts, json, jsonBody, keyParams, pageOf, problems } from '../schemas/shapes.ts';

const KeyPage = pageOf('KeyPage', KeyBody);

const KeyList = z.strictObject({
  name: field
    .optional(z.string().min(1))
    .openapi({ description: 'Only keys whose name contains this text, in any case.' }),
  status: field
    .optional(z.enum(['active', 'revoked', 'expired']))
    .openapi({ description: 'Only keys that can be used, that were revoked, or that have expired.' }),
  ...pageQuery,
  fields: fieldsQuery('Key', KeyBody),
});

const forced = z.strictObject({
  force: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .openapi({
      type: 'boolean',
      default: false,
      description: '`true` makes the change even if it leaves no valid admin key.',
    }),
});

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
      const { name, status, fields, ...query } = c.req.valid('query');
      const keys = await listKeys(c.var.deps, { name, status });
      const { rows, nextCursor } = await readPage(c, query, pageInMemory(keys));
      return c.json({ data: chooseFields(rows.map(presentKey), fields), nextCursor }, 200);
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
      method: 'patch',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Update a key',
      description:
        'A JSON Merge Patch: absent fields stay as they are. A change that would leave no valid admin key, now or later, ' +
        'is refused unless `force` is set.',
      ...secured('admin'),
      request: { params: keyParams, query: forced, body: jsonBody(KeyEdit) },
      responses: { 200: json(KeyBody, 'The updated key.'), ...conflicts('last_admin_key'), ...problems },
    }),
    async (c) => {
      const deps = { ...c.var.deps, ...c.req.valid('query') };
      return c.json(presentKey(await editKey(deps, c.req.valid('param').id, c.req.valid('json'))), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'post',
      path: '/keys/{id}/roll',
      operationId: 'rollKey',
      tags: ['Keys'],
      summary: 'Replace a key',
      description:
        'Creates a key with the same name, scopes, origins and lifetime. The old key works for `overlapHours` more.',
      ...secured('admin'),
      request: { params: keyParams, body: jsonBody(KeyRoll) },
      responses: {
        201: json(RolledKeyBody, 'The new key, and the one that it replaces.'),
        ...conflicts('key_not_active'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps } = c.var;
      const { overlapHours } = c.req.valid('json');
      const { text, record, replaced } = await rollKey(deps, c.req.valid('param').id, overlapHours);
      c.header('Location', `${deps.settings.publicUrl}/api/v1/keys/${record.id}`);
      return c.json({ ...presentKey(record), key: text, replaces: presentKey(replaced) }, 201);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Revoke a key',
      description:
        'The key is refused immediately. Its entry stays in the list. The last valid admin key is not revoked unless ' +
        '`force` is set.',
      ...secured('admin'),
      request: { params: keyParams, query: forced },
      responses: {
        204: { description: 'The key is revoked.' },
        ...conflicts('last_admin_key'),
        ...problems,
      },
    }),
    async (c) => {
      const deps = { ...c.var.deps, ...c.req.valid('query') };
      await revokeKey(deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
