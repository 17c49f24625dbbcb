/** Links and contents as answers show them. */
import { z } from '@hono/zod-openapi';
import { CONTENT_ORIGINS, UNUSED_SHARED_DAYS } from '../../links/contents/content.ts';
import { Channel, RedirectStatus } from './enums.ts';
import { address, periodClicks, timestamp, utm } from './fields.ts';

const PAGE = 'https://example.com/guide?id=7';

const texts = {
  title: z.string().nullable().openapi({ example: 'The guide', description: 'Title of the page.' }),
  campaign: z.string().nullable().openapi({ example: null, description: 'Name of the campaign.' }),
  tags: z.array(z.string()).openapi({ description: 'Free labels.', example: ['guides'] }),
  utm,
};

const dates = {
  createdAt: timestamp.openapi({ description: 'Time of creation.' }),
  updatedAt: timestamp.openapi({ description: 'Time of the last change.' }),
};

export const LinkBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the link.', example: 'lnk_8fWq2xK0pLrT5vBn' }),
    domain: z.string().openapi({ example: 'go.example', description: 'Domain of the short link.' }),
    slug: z.string().openapi({ example: 'guide-wa', description: 'Path of the short link.' }),
    shortUrl: address.openapi({
      description: 'The short link, ready to share.',
      example: 'https://go.example/guide-wa',
    }),
    url: address.openapi({ description: 'Destination of the redirect.', example: PAGE }),
    contentId: z.string().openapi({
      description: 'Id of the content that the link belongs to.',
      example: 'cnt_8fWq2xK0pLrT5vBn',
    }),
    externalId: z.string().nullable().openapi({ description: 'Your own id for this link.', example: null }),
    channel: Channel,
    ...texts,
    shareUrl: z.string().nullable().openapi({
      description: 'Address that opens the app with the text ready to send; null if the app has none.',
      example: 'https://wa.me/?text=The%20guide%20https%3A%2F%2Fgo.example%2Fguide-wa',
    }),
    startsAt: timestamp.nullable().openapi({ description: 'Before this time the link does not redirect.' }),
    expiresAt: timestamp.nullable().openapi({ description: 'From this time on the link does not redirect.' }),
    maxClicks: z
      .int()
      .nullable()
      .openapi({ description: 'Number of clicks after which the link is used up.' }),
    hasPassword: z.boolean().openapi({ description: 'Whether visitors must enter a password.' }),
    statusCode: RedirectStatus,
    forwardQuery: z
      .boolean()
      .openapi({ description: "Whether the visitor's query is appended to the destination." }),
    expiredUrl: address.nullable().openapi({
      description: 'Destination after the link has expired or is used up.',
    }),
    archived: z.boolean().openapi({ description: 'An archived link answers 410.' }),
    blocked: z.boolean().openapi({ description: 'A blocked link answers 451.' }),
    flagged: z.boolean().openapi({
      description: 'Whether the destination is on a blocked host, or on the list of the operator.',
    }),
    destinations: z
      .array(
        z
          .object({
            url: address.openapi({ description: 'Where the link led.' }),
            until: timestamp.openapi({ description: 'When this destination was replaced.' }),
          })
          .openapi('PreviousDestination', { description: 'A destination that a link had before.' }),
      )
      .openapi({ description: 'Previous destinations, oldest first.' }),
    ...dates,
    clicks: z.int().openapi({ description: 'All clicks so far.' }),
    lastClickAt: timestamp.nullable().openapi({ description: 'Time of the last click.' }),
    turnedAway: z
      .int()
      .openapi({ description: 'Visitors who were not redirected: the link had expired, was archived, …' }),
  })
  .openapi('Link', { description: 'The short link of a content in a channel.' });

export const ContentBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the content.', example: 'cnt_8fWq2xK0pLrT5vBn' }),
    url: address.openapi({ description: 'Address of the page.', example: PAGE }),
    key: z.string().openapi({
      description: 'Normalized URL. Addresses with the same key belong to the same content.',
      example: PAGE,
    }),
    externalId: z.string().nullable().openapi({ description: 'Your own id for this content.' }),
    description: z.string().nullable().openapi({ description: 'Description for preview cards.' }),
    image: address.nullable().openapi({ description: 'Image for preview cards.' }),
    ...texts,
    archived: z.boolean().openapi({ description: 'Whether lists leave the content out by default.' }),
    shareCodes: z.boolean().openapi({ description: 'Whether every share gets a short link of its own.' }),
    origin: z
      .enum(CONTENT_ORIGINS)
      .nullable()
      .openapi({
        description: `\`share\` if a reader created it by sharing the page and no member of the team has used it since: it is removed after ${UNUSED_SHARED_DAYS} days without a click and without a share. Null for contents of the team.`,
      }),
    ...dates,
    links: z.array(LinkBody).openapi({
      description:
        'Links of the content, oldest first: the first 200, in lists the first 25. `GET /links?contentId=…` lists all of them.',
    }),
    hasMoreLinks: z.boolean().openapi({ description: 'Whether the content has more links than these.' }),
    movingLinks: z.int().openapi({
      description:
        'Links that a new `url` has not reached yet. 0, unless the content has very many links and has just changed.',
    }),
    clicks: z.int().openapi({ description: 'All clicks on its links so far.' }),
  })
  .openapi('Content', { description: 'A page worth sharing, with its links.' });

const ignored = z.array(z.string()).openapi({
  description:
    'Fields of the request that differ from the stored values and were ignored: a POST never changes what exists.',
});

export const CreatedLinkBody = LinkBody.extend({ ignored }).openapi('CreatedLink', {
  description: 'A link as its creation returns it.',
});
export const CreatedContentBody = ContentBody.extend({ ignored }).openapi('CreatedContent', {
  description: 'A content as its creation returns it.',
});

/** Rows of lists. */
export const ListedLinkBody = LinkBody.extend({ periodClicks }).openapi('ListedLink', {
  description: 'A link in a list.',
});
export const ListedContentBody = ContentBody.extend({ periodClicks }).openapi('ListedContent', {
  description: 'A content in a list.',
});
