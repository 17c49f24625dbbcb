/** `/contents`: pages worth sharing, with their links. */
import { createRoute, z } from '@hono/zod-openapi';
import { CONTENT_SORTS } from '../../links/contents/content.ts';
import { createContent } from '../../links/contents/create-content.ts';
import { deleteContent } from '../../links/contents/delete-content.ts';
import { editContent } from '../../links/contents/edit-content.ts';
import {
  listContents,
  listContentsByClicks,
  listContentsSorted,
} from '../../links/contents/list-contents.ts';
import { showContent } from '../../links/contents/show-content.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { ContentCreate, ContentEdit } from '../schemas/content-requests.ts';
import { Channel } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { given, lists, textFilter, valuesOf } from '../schemas/hit-filters.ts';
import { ContentBody, CreatedContentBody, ListedContentBody } from '../schemas/link-bodies.ts';
import { fieldsQuery } from '../schemas/list-fields.ts';
import { sendPage } from '../schemas/page-body.ts';
import { presentContent, presentContents, presentCreatedContent } from '../schemas/present-links.ts';
import { conflicts, contentParams, json, jsonBody, pageOf, problems } from '../schemas/shapes.ts';
import { readCreated, readRows, sortedPageQuery } from '../schemas/sort.ts';

const ContentList = z.strictObject({
  url: field
    .optional(z.string())
    .openapi({ description: 'Only the content with this URL. URLs are compared by content key.' }),
  q: field.optional(z.string().min(1)).openapi({
    description:
      'Only contents whose URL, title or external id contains this text, ignoring case and accents.',
  }),
  externalId: textFilter('ExternalId', 'Only contents with this external id.'),
  tag: textFilter('Tag', 'Only contents with this tag.'),
  campaign: textFilter('ContentCampaign', 'Only contents of this campaign.'),
  channel: valuesOf('Channel', Channel, 'Only contents with a link in this channel.', 'ContentChannel'),
  origin: field.optional(z.enum(['share', 'team'])).openapi({
    description:
      'Only contents that readers have created by sharing a page (`share`), or only the others (`team`).',
  }),
  archived: field.archivedFilter,
  fields: fieldsQuery('Content', ListedContentBody),
  ...sortedPageQuery('Content', CONTENT_SORTS),
});

const ContentPage = pageOf('ContentPage', ListedContentBody);

/** Fields that need the links of a content. */
const OF_LINKS = new Set(['links', 'hasMoreLinks', 'movingLinks', 'clicks']);

export const contentRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/contents',
      tags: ['Contents'],
      summary: 'Create a content with one link per channel',
      description:
        'Idempotent: repeating the request returns the same content, found by `externalId` or else by its URL. ' +
        'Missing channels are added; nothing that exists changes. If the known content has another address, fragment, `utm` or `campaign`, ' +
        'the answer is 409 and names both. If only the UTM parameters of the URL differ, `links` contains links to exactly this URL.',
      ...secured('links:write'),
      request: { body: jsonBody(ContentCreate) },
      responses: {
        201: json(CreatedContentBody, 'The new content.'),
        200: json(CreatedContentBody, 'The existing content.'),
        ...conflicts('slug_taken', 'content_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps } = c.var;
      const outcome = await createContent(deps, c.req.valid('json'));
      const shown = await presentCreatedContent(deps, outcome);
      if (!outcome.created) return c.json(shown, 200);
      return c.json(shown, 201, { Location: `${deps.settings.publicUrl}${c.req.path}/${shown.id}` });
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents',
      tags: ['Contents'],
      summary: 'List contents',
      ...secured('links:read'),
      request: { query: ContentList },
      responses: { 200: json(ContentPage, 'One page of contents.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { url, q, origin, archived, fields, ...query } = c.req.valid('query');
      const filter = {
        ...{ archived, ...readCreated(query), ...given({ url, q }) },
        ...(origin === undefined ? {} : { origin: origin === 'team' ? null : origin }),
        ...lists({ campaigns: query.campaign, tags: query.tag, externalIds: query.externalId }),
        ...lists({ channels: query.channel }),
      };
      const page = await readRows(c, query, {
        fields: CONTENT_SORTS,
        newest: (page) => listContents(deps, filter, page),
        sorted: (slot) => listContentsSorted(deps, filter, slot),
        byClicks: (order, slot) => listContentsByClicks(deps, filter, order, slot),
      });
      const withLinks = fields.length === 0 || fields.some((name) => OF_LINKS.has(name));
      return sendPage(c, page, fields, (rows) => presentContents(deps, rows, withLinks));
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}',
      tags: ['Contents'],
      summary: 'Get a content',
      ...secured('links:read'),
      request: { params: contentParams },
      responses: { 200: json(ContentBody, 'The content.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      return c.json(await presentContent(deps, await showContent(deps, c.req.valid('param').id)), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/contents/{id}',
      tags: ['Contents'],
      summary: 'Update a content',
      description:
        'A JSON Merge Patch: absent fields stay as they are, null resets a field. A new `url` also moves the links that lead to the old one, in steps if there are very many (`movingLinks`).',
      ...secured('links:write'),
      request: { params: contentParams, body: jsonBody(ContentEdit) },
      responses: {
        200: json(ContentBody, 'The updated content.'),
        ...conflicts('content_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps } = c.var;
      const edited = await editContent(deps, c.req.valid('param').id, c.req.valid('json'));
      return c.json(await presentContent(deps, edited), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/contents/{id}',
      tags: ['Contents'],
      summary: 'Delete a content and all its links',
      description:
        'Permanent. Its short links answer 410 from then on, and their slugs stay reserved. Statistics no longer include their hits.',
      ...secured('links:write'),
      request: { params: contentParams },
      responses: { 204: { description: 'The content and its links are deleted.' }, ...problems },
    }),
    async (c) => {
      await deleteContent(c.var.deps, c.req.valid('param').id);
      return c.body(null, 204);
    },
  ),
] as const;
