/** What a link and a content look like in answers. */
import { z } from '@hono/zod-openapi';
import { address, channel, periodClicks, statusCode, timestamp, utm } from './fields.ts';

const PAGE = 'https://example.com/guide?id=7';

const texts = {
  title: z.string().nullable().openapi({ example: 'The guide' }),
  campaign: z.string().nullable().openapi({ example: null }),
  tags: z.array(z.string()),
  utm: utm.nullable(),
};

const dates = { createdAt: timestamp, updatedAt: timestamp };

export const LinkBody = z
  .object({
    id: z.string().openapi({ example: 'lnk_8fWq2xK0pLrT5vBn' }),
    domain: z.string().openapi({ example: 'go.example' }),
    slug: z.string().openapi({ example: 'guide-wa' }),
    shortUrl: address.openapi({ example: 'https://go.example/guide-wa' }),
    url: address.openapi({ description: 'Where it leads.', example: PAGE }),
    contentId: z.string().openapi({ example: 'cnt_8fWq2xK0pLrT5vBn' }),
    channel,
    ...texts,
    shareUrl: z.string().nullable().openapi({
      description: 'Opens the app with the text ready to send; null where it has no such address.',
      example: 'https://wa.me/?text=The%20guide%20https%3A%2F%2Fgo.example%2Fguide-wa',
    }),
    startsAt: timestamp.nullable(),
    expiresAt: timestamp.nullable(),
    maxClicks: z.int().nullable(),
    hasPassword: z.boolean(),
    statusCode: statusCode,
    forwardQuery: z.boolean().openapi({ description: "Passes the visitor's query on." }),
    expiredUrl: address.nullable().openapi({ description: 'Where it leads once it is over.' }),
    archived: z.boolean(),
    blocked: z.boolean(),
    destinations: z
      .array(z.object({ url: address, until: timestamp }))
      .openapi({ description: 'Where it led before, oldest first.' }),
    ...dates,
    clicks: z.int(),
    lastClickAt: timestamp.nullable(),
    turnedAway: z.int().openapi({ description: 'Answers that were no hit: expired, archived, …' }),
  })
  .openapi('Link');

export const ContentBody = z
  .object({
    id: z.string().openapi({ example: 'cnt_8fWq2xK0pLrT5vBn' }),
    url: address.openapi({ example: PAGE }),
    key: z.string().openapi({ description: 'Two addresses with one key are one content.', example: PAGE }),
    externalId: z.string().nullable(),
    description: z.string().nullable(),
    image: address.nullable(),
    ...texts,
    archived: z.boolean(),
    ...dates,
    links: z.array(LinkBody),
    clicks: z.int().openapi({ description: 'Of all its links.' }),
  })
  .openapi('Content');

const ignored = z
  .array(z.string())
  .openapi({ description: 'Fields that differ from what is stored; a POST changes nothing that exists.' });

export const CreatedLinkBody = LinkBody.extend({ ignored }).openapi('CreatedLink');
export const CreatedContentBody = ContentBody.extend({ ignored }).openapi('CreatedContent');

/** Rows of lists. */
export const ListedLinkBody = LinkBody.extend({ periodClicks }).openapi('ListedLink');
export const ListedContentBody = ContentBody.extend({ periodClicks }).openapi('ListedContent');
