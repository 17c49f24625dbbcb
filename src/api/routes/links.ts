/** `/links`: single short links. */
import { createRoute, z } from '@hono/zod-openapi';
import { createLink } from '../../links/create-link.ts';
import { deleteLink } from '../../links/delete-link.ts';
import { editLink } from '../../links/edit-link.ts';
import type { Link } from '../../links/link.ts';
import { listLinks, listLinksByClicks } from '../../links/list-links.ts';
import { showLink } from '../../links/show-link.ts';
import type { Deps } from '../../ports.ts';
import { demand, secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { CreatedLinkBody, LinkBody, ListedLinkBody } from '../schemas/bodies.ts';
import * as field from '../schemas/fields.ts';
import { type LinkJson, presentCreated, presentLinks } from '../schemas/present.ts';
import { conflicts, idParam, json, jsonBody, listOf, problems } from '../schemas/shapes.ts';
import { readSortedPage, sortedPageQuery } from '../schemas/sort.ts';

const maxClicks = z.int().min(1).max(1_000_000_000);
const DEFAULT_STATUS = 302;

export const LinkCreate = z
  .strictObject({
    url: field.address.nullable().default(null).openapi({ description: 'This or `contentId`.' }),
    contentId: z.string().nullable().default(null).openapi({ description: 'This or `url`.' }),
    channel: field.channel.default('copy'),
    domain: field.domain.nullable().default(null),
    slug: field.slug.nullable().default(null),
    reuse: z
      .boolean()
      .default(false)
      .openapi({ description: 'Takes the slug from a deleted link; needs `admin`.' }),
    campaign: field.cleared(field.campaign, '').default(''),
    title: field.title.nullable().default(null),
    tags: field.tags.default([]),
    utm: field.givenUtm.nullable().default(null),
    startsAt: field.instant.nullable().default(null),
    expiresAt: field.instant.nullable().default(null),
    maxClicks: maxClicks.nullable().default(null),
    statusCode: field.statusCode.default(DEFAULT_STATUS),
    forwardQuery: z.boolean().default(false),
    password: field.password.nullable().default(null),
    expiredUrl: field.expiredUrl.nullable().default(null),
  })
  .openapi('LinkCreate', {
    example: { url: 'https://example.com/guide?id=7', channel: 'slack', campaign: 'spring' },
  });

export const LinkEdit = z
  .strictObject({
    url: field.optional(field.address),
    campaign: field.optional(field.cleared(field.campaign, '')),
    title: field.optional(field.title.nullable()),
    tags: field.optional(field.cleared(field.tags, [])),
    utm: field.optional(field.utmPatch.nullable()),
    startsAt: field.optional(field.instant.nullable()),
    expiresAt: field.optional(field.instant.nullable()),
    maxClicks: field.optional(maxClicks.nullable()),
    statusCode: field.optional(field.cleared(field.statusCode, DEFAULT_STATUS)),
    forwardQuery: field.optional(field.cleared(z.boolean(), false)),
    password: field.optional(field.password.nullable()),
    expiredUrl: field.optional(field.expiredUrl.nullable()),
    archived: field.optional(field.cleared(z.boolean(), false)),
    blocked: field.optional(field.cleared(z.boolean(), false)).openapi({ description: 'Needs `admin`.' }),
    id: field.immutable,
    channel: field.immutable,
    domain: field.immutable,
    slug: field.immutable,
    contentId: field.immutable,
    createdAt: field.immutable,
  })
  .openapi('LinkEdit', { example: { url: 'https://example.com/guide?id=8', maxClicks: null } });

const LinkList = z.strictObject({
  shortUrl: field
    .optional(z.string())
    .openapi({ description: 'The link that this address belongs to, as people copied it: one or none.' }),
  url: field.optional(z.string()).openapi({ description: 'Links of the content with the same key.' }),
  contentId: field.optional(z.string()).openapi({ description: 'Links of this content.' }),
  channel: field.optional(field.channel),
  domain: field.optional(z.string()).openapi({ description: 'Links under this host.' }),
  q: field.optional(z.string().min(1)).openapi({ description: 'Part of its address, slug or title.' }),
  tag: field.optional(z.string()).openapi({ description: 'Links with this tag.' }),
  archived: field.isTrue,
  ...sortedPageQuery,
});

const params = idParam('lnk_8fWq2xK0pLrT5vBn');

async function present(deps: Deps, link: Link): Promise<LinkJson> {
  return only(await presentLinks(deps, [link]));
}

function only<T>([shown]: T[]): T {
  if (!shown) throw new Error('A link was lost while it was shown');
  return shown;
}

export const linkRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links',
      tags: ['Links'],
      summary: 'Mint a link, or find the one that stands for the same',
      ...secured('links:write'),
      request: { body: jsonBody(LinkCreate) },
      responses: {
        201: json(CreatedLinkBody, 'The new link.'),
        200: json(CreatedLinkBody, 'The link that stood already.'),
        ...conflicts('slug_taken'),
        ...problems,
      },
    }),
    async (c) => {
      const deps = c.get('deps');
      const asked = c.req.valid('json');
      if (asked.reuse) demand(c.get('scopes'), 'admin');
      const outcome = await createLink(deps, asked);
      const shown = only(await presentCreated(deps, [outcome]));
      if (!outcome.created) return c.json(shown, 200);
      return c.json(shown, 201, { Location: `${deps.settings.publicUrl}${c.req.path}/${shown.id}` });
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links',
      tags: ['Links'],
      summary: 'List links, newest first or by clicks',
      ...secured('links:read'),
      request: { query: LinkList },
      responses: { 200: json(listOf(ListedLinkBody), 'One page of links.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { sort, from, to, timezone, limit, cursor, ...filter } = c.req.valid('query');
      const page = await readSortedPage(
        c,
        { sort, from, to, timezone, limit, cursor },
        {
          newest: (page) => listLinks(deps, filter, page),
          byClicks: (order, slot) => listLinksByClicks(deps, filter, order, slot),
        },
        (rows) => presentLinks(deps, rows),
      );
      return c.json(page, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Show a link',
      ...secured('links:read'),
      request: { params },
      responses: { 200: json(LinkBody, 'The link.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      return c.json(await present(deps, await showLink(deps, c.req.valid('param').id)), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Change a link by JSON Merge Patch; its statistics stay',
      ...secured('links:write'),
      request: { params, body: jsonBody(LinkEdit) },
      responses: { 200: json(LinkBody, 'The link as it is now.'), ...problems },
    }),
    async (c) => {
      const { deps, scopes } = c.var;
      const patch = c.req.valid('json');
      if (patch.blocked !== undefined) demand(scopes, 'admin');
      const edited = await editLink(deps, c.req.valid('param').id, patch);
      return c.json(await present(deps, edited), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Delete a link for good; its slug is never minted again',
      ...secured('links:write'),
      request: { params },
      responses: { 204: { description: 'It is gone.' }, ...problems },
    }),
    async (c) => {
      await deleteLink(c.var.deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
