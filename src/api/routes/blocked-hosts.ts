/** `/blocked-hosts`: hosts to which no link may lead. */
import { createRoute, z } from '@hono/zod-openapi';
import { blockHost, MAX_BLOCKED_HOSTS, showBlockedHost, unblockHost } from '../../abuse/block-host.ts';
import type { BlockedHost } from '../../abuse/host-rules.ts';
import { isoTime } from '../../time.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import * as field from '../schemas/fields.ts';
import { chooseFields, fieldsQuery } from '../schemas/list-fields.ts';
import { pageInMemory, pageQuery, readPage } from '../schemas/page.ts';
import { json, jsonBody, namedParameter, pageOf, problems } from '../schemas/shapes.ts';

const host = z.string().openapi({
  example: 'bad.example',
  description: 'Host name or IP address; its subdomains are blocked, too.',
});
const reason = field.paragraph(500).nullable().openapi({ description: 'Why it is blocked, for your team.' });

const BlockedHostCreate = z
  .strictObject({
    host,
    reason: reason.default(null),
  })
  .openapi('BlockedHostCreate', {
    description: 'A host to block.',
    example: { host: 'bad.example', reason: 'Phishing' },
  });

const BlockedHostBody = z
  .object({
    host,
    reason,
    createdAt: field.timestamp.openapi({ description: 'Time of blocking.' }),
  })
  .openapi('BlockedHost', { description: 'A host to which no link may lead.' });

const BlockedHostPage = pageOf('BlockedHostPage', BlockedHostBody);

const params = z.object({
  host: z.string().openapi({
    ...namedParameter('BlockedHostName'),
    example: 'bad.example',
    description: 'Host name or IP address, as it is on the list.',
  }),
});

const presentHost = ({
  host,
  reason,
  createdAt,
}: Omit<BlockedHost, 'rowId'>): z.infer<typeof BlockedHostBody> => ({
  host,
  reason,
  createdAt: isoTime(createdAt),
});

export const blockedHostRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/blocked-hosts',
      operationId: 'blockHost',
      tags: ['Abuse'],
      summary: 'Block a host',
      description: `Links to the host and its subdomains answer 451 everywhere within a minute, and no new ones can be created. At most ${MAX_BLOCKED_HOSTS} hosts.`,
      ...secured('abuse:write'),
      request: { body: jsonBody(BlockedHostCreate) },
      responses: {
        201: json(BlockedHostBody, 'The blocked host.'),
        200: json(BlockedHostBody, 'The host was blocked before and stays as it is.'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps } = c.var;
      const { created, blocked } = await blockHost(deps, c.req.valid('json'));
      if (!created) return c.json(presentHost(blocked), 200);
      const path = `${c.req.path}/${encodeURIComponent(blocked.host)}`;
      c.header('Location', `${deps.settings.publicUrl}${path}`);
      return c.json(presentHost(blocked), 201);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/blocked-hosts',
      operationId: 'listBlockedHosts',
      tags: ['Abuse'],
      summary: 'List blocked hosts, newest first',
      description: 'The hosts of `SOTTO_BLOCKLIST` are not included.',
      ...secured('abuse:read'),
      request: {
        query: z.strictObject({ ...pageQuery, fields: fieldsQuery('BlockedHost', BlockedHostBody) }),
      },
      responses: { 200: json(BlockedHostPage, 'One page of hosts.'), ...problems },
    }),
    async (c) => {
      const hosts = await c.var.deps.store.blockedHosts.list();
      const { fields, ...query } = c.req.valid('query');
      const { rows, nextCursor } = await readPage(c, query, pageInMemory(hosts));
      return c.json({ data: chooseFields(rows.map(presentHost), fields), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/blocked-hosts/{host}',
      operationId: 'getBlockedHost',
      tags: ['Abuse'],
      summary: 'Get a blocked host',
      ...secured('abuse:read'),
      request: { params },
      responses: { 200: json(BlockedHostBody, 'The blocked host.'), ...problems },
    }),
    async (c) => c.json(presentHost(await showBlockedHost(c.var.deps, c.req.valid('param').host)), 200),
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/blocked-hosts/{host}',
      operationId: 'unblockHost',
      tags: ['Abuse'],
      summary: 'Unblock a host',
      description: 'Its links redirect again within a minute.',
      ...secured('abuse:write'),
      request: { params },
      responses: { 204: { description: 'The host is not blocked any more.' }, ...problems },
    }),
    async (c) => {
      await unblockHost(c.var.deps, c.req.valid('param').host);
      return c.body(null, 204);
    },
  ),
] as const;
