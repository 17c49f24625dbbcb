/** `/links`: short links. */
import { createRoute, z } from '@hono/zod-openapi';
import { createLink } from '../../links/create/create-link.ts';
import { deleteLink } from '../../links/delete-link.ts';
import { editLink } from '../../links/edit-link.ts';
import { LINK_SORTS } from '../../links/link.ts';
import { listLinks, listLinksByClicks, listLinksSorted } from '../../links/list-links.ts';
import { showLink } from '../../links/show-link.ts';
import { requireScope, secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { Channel } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { given, lists, textFilter, valuesOf } from '../schemas/hit-filters.ts';
import { CreatedLinkBody, LinkBody, ListedLinkBody } from '../schemas/link-bodies.ts';
import { LinkCreate, LinkEdit } from '../schemas/link-requests.ts';
import { fieldsQuery } from '../schemas/list-fields.ts';
import { sendPage } from '../schemas/page-body.ts';
import { presentCreatedLinks, presentLink, presentLinks } from '../schemas/present-links.ts';
import { conflicts, json, jsonBody, linkParams, pageOf, problems } from '../schemas/shapes.ts';
import { readCreated, readRows, sortedPageQuery } from '../schemas/sort.ts';

const LinkList = z.strictObject({
  shortUrl: field
    .optional(z.string())
    .openapi({ description: 'Only the link with this short URL, with or without a mark.' }),
  url: field
    .optional(z.string())
    .openapi({ description: 'Only links of the content with this URL. URLs are compared by content key.' }),
  contentId: textFilter(
    'LinksOfContent',
    'Only links of this content: its id, or `ext_` and its external id.',
  ),
  externalId: textFilter('ExternalId', 'Only links with this external id.'),
  channel: valuesOf('Channel', Channel, 'Only links of this channel.'),
  domain: textFilter('Domain', 'Only links on this domain.'),
  campaign: textFilter('LinkCampaign', 'Only links of this campaign, their own or that of their content.'),
  q: field.optional(z.string().min(1)).openapi({
    description: 'Only links whose URL, slug or title contains this text, ignoring case and accents.',
  }),
  tag: textFilter('Tag', 'Only links with this tag.'),
  archived: field.archivedFilter,
  fields: fieldsQuery('Link', ListedLinkBody),
  ...sortedPageQuery('Link', LINK_SORTS),
});

const LinkPage = pageOf('LinkPage', ListedLinkBody);

function only<T>([shown]: T[]): T {
  if (!shown) throw new Error('A link is missing from its own answer');
  return shown;
}

export const linkRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links',
      tags: ['Links'],
      summary: 'Create a link, or find an equivalent one',
      description:
        'Without `slug`, `utm` and link options (`startsAt` to `expiredUrl`) it returns the existing link with the same domain, URL, channel and campaign, if there is one. ' +
        'With any of them it creates a link; a slug that is taken is an error unless exactly this link exists. ' +
        'A known `externalId` always returns its link, or 409 if that leads elsewhere or is of another channel or campaign.',
      ...secured('links:write'),
      request: { body: jsonBody(LinkCreate) },
      responses: {
        201: json(CreatedLinkBody, 'The new link.'),
        200: json(CreatedLinkBody, 'The existing link.'),
        ...conflicts('slug_taken', 'link_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const deps = c.get('deps');
      const input = c.req.valid('json');
      if (input.reuse) requireScope(c.get('scopes'), 'admin');
      const outcome = await createLink(deps, input);
      const shown = only(await presentCreatedLinks(deps, [outcome]));
      if (!outcome.created) return c.json(shown, 200);
      return c.json(shown, 201, { Location: `${deps.settings.publicUrl}${c.req.path}/${shown.id}` });
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links',
      tags: ['Links'],
      summary: 'List links',
      ...secured('links:read'),
      request: { query: LinkList },
      responses: { 200: json(LinkPage, 'One page of links.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { shortUrl, url, q, archived, fields, ...query } = c.req.valid('query');
      const filter = {
        ...{ archived, ...readCreated(query) },
        ...given({ shortUrl, url, q }),
        ...lists({ contentIds: query.contentId, channels: query.channel, domains: query.domain }),
        ...lists({ campaigns: query.campaign, tags: query.tag, externalIds: query.externalId }),
      };
      const page = await readRows(c, query, {
        fields: LINK_SORTS,
        newest: (page) => listLinks(deps, filter, page),
        sorted: (slot) => listLinksSorted(deps, filter, slot),
        byClicks: (order, slot) => listLinksByClicks(deps, filter, order, slot),
      });
      return sendPage(c, page, fields, (rows) => presentLinks(deps, rows));
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Get a link',
      ...secured('links:read'),
      request: { params: linkParams },
      responses: { 200: json(LinkBody, 'The link.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      return c.json(await presentLink(deps, await showLink(deps, c.req.valid('param').id)), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Update a link',
      description:
        'A JSON Merge Patch: absent fields stay as they are, null resets a field. Statistics stay.',
      ...secured('links:write'),
      request: { params: linkParams, body: jsonBody(LinkEdit) },
      responses: {
        200: json(LinkBody, 'The updated link.'),
        ...conflicts('link_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps, scopes } = c.var;
      const patch = c.req.valid('json');
      if (patch.blocked !== undefined) requireScope(scopes, 'admin');
      const edited = await editLink(deps, c.req.valid('param').id, patch);
      return c.json(await presentLink(deps, edited), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/links/{id}',
      tags: ['Links'],
      summary: 'Delete a link',
      description:
        'Permanent. The short link answers 410 from then on, and its slug stays reserved. Statistics no longer include its hits.',
      ...secured('links:write'),
      request: { params: linkParams },
      responses: { 204: { description: 'The link is deleted.' }, ...problems },
    }),
    async (c) => {
      await deleteLink(c.var.deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
