/** `/keys`: who may use the API. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiKey } from '../../keys/api-key.ts';
import { checkKey } from '../../keys/check-key.ts';
import { parseOrigin } from '../../keys/origin.ts';
import { revokeKey } from '../../keys/revoke-key.ts';
import { PUBLISHABLE_SCOPES, SECRET_SCOPES } from '../../keys/scope.ts';
import { showKey } from '../../keys/show-key.ts';
import { isoTime, isoTimeOrNull } from '../../time.ts';
import { createApiKey } from '../http/api-key.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import * as field from '../schemas/fields.ts';
import { pageOf, pageQuery, readPage } from '../schemas/page.ts';
import { idParam, json, jsonBody, listOf, problems } from '../schemas/shapes.ts';

const MOST_ORIGINS = 50;

const scope = z.enum([...SECRET_SCOPES, ...PUBLISHABLE_SCOPES]);

const origin = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseOrigin(text);
    if (parsed !== null) return parsed;
    ctx.issues.push({ code: 'custom', message: 'An origin like https://pages.example.', input: text });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'https://pages.example' });

export const KeyCreate = z
  .strictObject({
    name: field.line(100),
    scopes: field.distinct(z.array(scope).min(1), 'A scope').openapi({
      description: `Publishable keys: only ${PUBLISHABLE_SCOPES.join(', ')}.`,
    }),
    expiresAt: field.instant.nullable().default(null),
    origins: field
      .distinct(z.array(origin).min(1).max(MOST_ORIGINS), 'An origin')
      .nullable()
      .default(null)
      .openapi({
        description: 'Makes a publishable key, which pages of exactly these origins may use.',
      }),
  })
  .openapi('KeyCreate', { example: { name: 'Newsletter', scopes: ['links:write'] } });

const KeyBody = z
  .object({
    id: z.string().openapi({ example: 'key_8fWq2xK0pLrT5vBn' }),
    name: z.string(),
    scopes: z.array(z.string()),
    origins: z.array(z.string()).nullable().openapi({ description: 'Null: a secret key.' }),
    createdAt: field.timestamp,
    expiresAt: field.timestamp.nullable(),
    lastUsedAt: field.timestamp.nullable().openapi({ description: 'To the minute.' }),
    revokedAt: field.timestamp.nullable(),
  })
  .openapi('Key');

const CreatedKeyBody = KeyBody.extend({
  key: z.string().openapi({ description: 'Shown this once and stored nowhere.', example: 'sotto_key_…' }),
}).openapi('CreatedKey');

const params = idParam('key_8fWq2xK0pLrT5vBn');

function present({ id, name, scopes, origins, createdAt, ...times }: ApiKey): z.infer<typeof KeyBody> {
  const { expiresAt, lastUsedAt, revokedAt } = times;
  return {
    id,
    name,
    scopes,
    origins,
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
      summary: 'Make a key, which is shown this once',
      ...secured('admin'),
      request: { body: jsonBody(KeyCreate) },
      responses: { 201: json(CreatedKeyBody, 'The key.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const asked = c.req.valid('json');
      const at = deps.clock();
      checkKey(asked, at);
      const { text, record } = await createApiKey(deps.ids, { ...asked, at });
      await deps.store.keys.add(record);
      c.header('Location', `${deps.settings.publicUrl}${c.req.path}/${record.id}`);
      return c.json({ ...present(record), key: text }, 201);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/keys',
      tags: ['Keys'],
      summary: 'List keys, newest first, revoked ones too',
      ...secured('admin'),
      request: { query: z.strictObject(pageQuery) },
      responses: { 200: json(listOf(KeyBody), 'One page of keys.'), ...problems },
    }),
    async (c) => {
      const keys = await c.var.deps.store.keys.list();
      const { rows, nextCursor } = await readPage(c, c.req.valid('query'), pageOf(keys));
      return c.json({ data: rows.map(present), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Show a key, but for its text',
      ...secured('admin'),
      request: { params },
      responses: { 200: json(KeyBody, 'The key.'), ...problems },
    }),
    async (c) => c.json(present(await showKey(c.var.deps, c.req.valid('param').id)), 200),
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/keys/{id}',
      tags: ['Keys'],
      summary: 'Revoke a key at once; its record stays',
      ...secured('admin'),
      request: { params },
      responses: { 204: { description: 'Nobody can use it any more.' }, ...problems },
    }),
    async (c) => {
      await revokeKey(c.var.deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
