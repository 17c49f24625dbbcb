/** `PUT /contents/ext_…`, `PUT /links/ext_…`: creates or updates in one call, by the caller's own id. */
import { createRoute, z } from '@hono/zod-openapi';
import { upsertContent } from '../../links/contents/upsert-content.ts';
import { upsertLink } from '../../links/create/upsert-link.ts';
import { externalIdIn } from '../../links/external-id.ts';
import { fixed } from '../../links/field-rules.ts';
import { requireScope, secured } from '../http/auth.ts';
import type { ApiContext } from '../http/env.ts';
import { apiRoute } from '../http/route.ts';
import { invalidInput } from '../http/validation.ts';
import { ContentCreate, ContentEdit } from '../schemas/content-requests.ts';
import { Channel } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { ContentBody, LinkBody } from '../schemas/link-bodies.ts';
import { LinkCreate, LinkEdit } from '../schemas/link-requests.ts';
import { presentContent, presentLink } from '../schemas/present-links.ts';
import { conflicts, contentParams, json, jsonBody, linkParams, problems } from '../schemas/shapes.ts';

const externalId = field.optional(
  field.externalId.nullable().openapi({ description: 'The external id of the path, if given.' }),
);
const slug = field.optional(field.slug.nullable());
const domain = field.optional(field.domain.nullable());

const ContentPut = z
  .strictObject({
    ...ContentEdit.shape,
    url: field.optional(
      field.address.openapi({
        description:
          'Address of the page; required for a new content. Links that lead to the old one follow.',
      }),
    ),
    channels: field
      .optional(field.distinct(z.array(Channel), 'channel'))
      .openapi({ description: 'Channels that get a link if they have none.' }),
    externalId,
    slug,
    domain,
  })
  .openapi('ContentPut', {
    description: 'A content to create, or changes of a known one.',
    example: {
      url: 'https://example.com/guide?id=9',
      title: 'The ninth guide',
      channels: ['whatsapp', 'email'],
    },
  });

const LinkPut = z
  .strictObject({
    ...LinkEdit.shape,
    url: field.optional(
      field.address.openapi({ description: 'Destination. A new link needs either this or `contentId`.' }),
    ),
    contentId: field
      .optional(z.string().nullable())
      .openapi({ description: 'Content whose page is the destination of a new link.' }),
    channel: field.optional(Channel),
    reuse: field
      .optional(z.boolean())
      .openapi({ description: 'Takes over the slug of a deleted link. Needs the scope `admin`.' }),
    externalId,
    slug,
    domain,
  })
  .openapi('LinkPut', {
    description: 'A link to create, or changes of a known one.',
    example: { url: 'https://example.com/guide?id=9', title: 'The ninth guide' },
  });

const DESCRIPTION =
  'A new one is checked and created as by POST, with the external id of the path. A known one is changed as by PATCH: absent fields stay as they are. ' +
  'Fields that never change may be sent again; another value is an error that names them. Repeating the request changes nothing.';

/** What a new object would be, from the body as it was sent and the external id of the path. */
async function creation<Schema extends z.ZodType>(
  c: ApiContext,
  schema: Schema,
  id: string,
  leftOut: string[],
) {
  const sent: Record<string, unknown> = await c.req.json();
  const given = Object.entries(sent).filter(([name]) => !leftOut.includes(name));
  const body = { ...Object.fromEntries(given), externalId: externalIdIn(id) };
  return (): z.output<Schema> => {
    const { success, data, error } = schema.safeParse(body);
    if (!success) throw invalidInput(error.issues);
    return data;
  };
}

/** The path's id, with an external id as it is stored. Another external id in the body is refused. */
function idOf(given: string, inBody: string | null | undefined): string {
  const text = externalIdIn(given);
  if (text === null) {
    if (inBody !== undefined) throw fixed(['externalId']);
    return given;
  }
  const stored = field.externalId.safeParse(text).data ?? text;
  if (inBody !== undefined && inBody !== stored) throw fixed(['externalId']);
  return `ext_${stored}`;
}

const location = (c: ApiContext, id: string) => ({
  Location: `${c.var.deps.settings.publicUrl}${c.req.path.replace(/[^/]+$/, id)}`,
});

export const contentUpserts = [
  apiRoute(
    createRoute({
      method: 'put',
      path: '/contents/{id}',
      operationId: 'upsertContent',
      tags: ['Contents'],
      summary: 'Create or update a content',
      description: DESCRIPTION,
      ...secured('links:write'),
      request: { params: contentParams, body: jsonBody(ContentPut) },
      responses: {
        200: json(ContentBody, 'The updated content.'),
        201: json(ContentBody, 'The new content.'),
        ...conflicts('slug_taken', 'content_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps } = c.var;
      const { channels = null, slug = null, domain = null, ...rest } = c.req.valid('json');
      const { externalId, ...patch } = rest;
      const id = idOf(c.req.valid('param').id, externalId);
      const create = await creation(c, ContentCreate, id, ['archived']);
      const { created, content } = await upsertContent(deps, id, { create, patch, channels, slug, domain });
      const shown = await presentContent(deps, content);
      return created ? c.json(shown, 201, location(c, shown.id)) : c.json(shown, 200);
    },
  ),
] as const;

export const linkUpserts = [
  apiRoute(
    createRoute({
      method: 'put',
      path: '/links/{id}',
      operationId: 'upsertLink',
      tags: ['Links'],
      summary: 'Create or update a link',
      description: DESCRIPTION,
      ...secured('links:write'),
      request: { params: linkParams, body: jsonBody(LinkPut) },
      responses: {
        200: json(LinkBody, 'The updated link.'),
        201: json(LinkBody, 'The new link.'),
        ...conflicts('slug_taken', 'link_conflict'),
        ...problems,
      },
    }),
    async (c) => {
      const { deps, scopes } = c.var;
      const { channel = null, slug = null, domain = null, contentId = null, ...rest } = c.req.valid('json');
      const { externalId, reuse, ...patch } = rest;
      if (reuse || patch.blocked !== undefined) requireScope(scopes, 'admin');
      const id = idOf(c.req.valid('param').id, externalId);
      const create = await creation(c, LinkCreate, id, ['archived', 'blocked']);
      const fixed = { channel, slug, domain, contentId };
      const { created, link } = await upsertLink(deps, id, { create, patch, fixed });
      const shown = await presentLink(deps, link);
      return created ? c.json(shown, 201, location(c, shown.id)) : c.json(shown, 200);
    },
  ),
] as const;
