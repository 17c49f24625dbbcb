/** The bodies with which links are created and changed. */
import { z } from '@hono/zod-openapi';
import { MAX_MAX_CLICKS } from '../../links/text-limits.ts';
import { Channel, RedirectStatus } from './enums.ts';
import * as field from './fields.ts';

const maxClicks = z
  .int()
  .min(1)
  .max(MAX_MAX_CLICKS)
  .openapi({ description: 'Number of clicks after which the link is used up. Only clicks by people count.' });
const startsAt = field.instant
  .nullable()
  .openapi({ description: 'Before this time the link does not redirect.' });
const expiresAt = field.instant
  .nullable()
  .openapi({ description: 'From this time on the link does not redirect.' });
const forwardQuery = z
  .boolean()
  .openapi({ description: "Whether the visitor's query is appended to the destination." });
const DEFAULT_STATUS = 302;

export const LinkCreate = z
  .strictObject({
    url: field.address
      .nullable()
      .default(null)
      .openapi({ description: 'Destination. Give either this or `contentId`.' }),
    contentId: z
      .string()
      .nullable()
      .default(null)
      .openapi({ description: 'Content whose page is the destination. Give either this or `url`.' }),
    externalId: field.externalId.nullable().default(null),
    channel: Channel.default('copy'),
    domain: field.domain.nullable().default(null),
    slug: field.slug.nullable().default(null),
    reuse: z
      .boolean()
      .default(false)
      .openapi({ description: 'Takes over the slug of a deleted link. Needs the scope `admin`.' }),
    campaign: field.resettable(field.campaign, '').default(''),
    title: field.title.nullable().default(null),
    tags: field.tags.default([]),
    utm: field.givenUtm.default(null),
    startsAt: startsAt.default(null),
    expiresAt: expiresAt.default(null),
    maxClicks: maxClicks.nullable().default(null),
    statusCode: RedirectStatus.default(DEFAULT_STATUS),
    forwardQuery: forwardQuery.default(false),
    password: field.password.nullable().default(null),
    expiredUrl: field.expiredUrl.nullable().default(null),
  })
  .openapi('LinkCreate', {
    description: 'A link to create.',
    example: { url: 'https://example.com/guide?id=7', channel: 'slack', campaign: 'spring' },
  });

export const LinkEdit = z
  .strictObject({
    url: field.optional(field.address.openapi({ description: 'New destination. Statistics stay.' })),
    externalId: field.optional(field.externalId.nullable()),
    campaign: field.optional(field.resettable(field.campaign, '')),
    title: field.optional(field.title.nullable()),
    tags: field.optional(field.resettable(field.tags, [])),
    utm: field.optional(field.utmPatch),
    startsAt: field.optional(startsAt),
    expiresAt: field.optional(expiresAt),
    maxClicks: field.optional(maxClicks.nullable()),
    statusCode: field.optional(field.resettable(RedirectStatus, DEFAULT_STATUS)),
    forwardQuery: field.optional(field.resettable(forwardQuery, false)),
    password: field.optional(field.password.nullable()),
    expiredUrl: field.optional(field.expiredUrl.nullable()),
    archived: field
      .optional(field.resettable(z.boolean(), false))
      .openapi({ description: 'An archived link answers 410.' }),
    blocked: field
      .optional(field.resettable(z.boolean(), false))
      .openapi({ description: 'A blocked link answers 451. Needs the scope `admin`.' }),
    id: field.immutable,
    channel: field.immutable,
    domain: field.immutable,
    slug: field.immutable,
    contentId: field.immutable,
    createdAt: field.immutable,
  })
  .openapi('LinkEdit', {
    description: 'Fields of a link to change.',
    example: { url: 'https://example.com/guide?id=8', maxClicks: null },
  });
