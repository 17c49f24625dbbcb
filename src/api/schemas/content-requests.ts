/** The bodies with which contents are created and changed. */
import { z } from '@hono/zod-openapi';
import { DEFAULT_CHANNELS } from '../../links/contents/create-content.ts';
import { TEXT_LIMITS } from '../../links/text-limits.ts';
import { Channel } from './enums.ts';
import * as field from './fields.ts';

const description = field
  .paragraph(TEXT_LIMITS.description)
  .nullable()
  .openapi({ description: 'Description for preview cards.' });
const shareCodes = field.resettable(z.boolean(), false).openapi({
  description:
    'Whether every press of a share button gets a short link of its own, `/{slug}.{code}`. Clicks are then counted for each share, and a share knows the share that led to it (`/contents/{id}/reach`). The page gets the code of the link that its reader opened as `sotto_from`. Tell readers in your privacy policy.',
});
const image = field.address.nullable().openapi({ description: 'Image for preview cards.' });

export const ContentCreate = z
  .strictObject({
    url: field.address.openapi({ description: 'Address of the page.' }),
    channels: field
      .distinct(z.array(Channel), 'channel')
      .default(DEFAULT_CHANNELS)
      .openapi({ description: 'Channels that get a link.' }),
    title: field.title.nullable().default(null),
    description: description.default(null),
    image: image.default(null),
    externalId: field.externalId.nullable().default(null),
    campaign: field.resettable(field.campaign, '').default(''),
    tags: field.tags.default([]),
    utm: field.givenUtm.default(null),
    shareCodes: shareCodes.default(false),
    slug: field.slug.nullable().default(null).openapi({
      description: 'Start of the slugs: `guide` creates `guide-wa`, `guide-mail`, … Random slugs by default.',
    }),
    domain: field.domain.nullable().default(null),
  })
  .openapi('ContentCreate', {
    description: 'A content to create.',
    example: { url: 'https://example.com/guide?id=7', title: 'The guide', channels: ['whatsapp', 'email'] },
  });

export const ContentEdit = z
  .strictObject({
    url: field.optional(
      field.address.openapi({ description: 'New address. Links that lead to the old one follow.' }),
    ),
    title: field.optional(field.title.nullable()),
    description: field.optional(description),
    image: field.optional(image),
    externalId: field.optional(field.externalId.nullable()),
    campaign: field.optional(field.resettable(field.campaign, '')),
    tags: field.optional(field.resettable(field.tags, [])),
    utm: field.optional(field.utmPatch),
    shareCodes: field.optional(shareCodes),
    archived: field
      .optional(field.resettable(z.boolean(), false))
      .openapi({ description: 'Whether lists leave the content out by default.' }),
    id: field.immutable,
    key: field.immutable,
    channels: field.immutable,
    slug: field.immutable,
    domain: field.immutable,
    origin: field.immutable,
    createdAt: field.immutable,
  })
  .openapi('ContentEdit', {
    description: 'Fields of a content to change.',
    example: { title: 'The new guide', tags: ['guides'] },
  });
