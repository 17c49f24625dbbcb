/** `/channels`: the registry of channels, for menus of clients. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../../channels/registry.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { Channel, ChannelKind } from '../schemas/enums.ts';
import { optional } from '../schemas/fields.ts';
import { allOf, json, Localized, problems } from '../schemas/shapes.ts';

const ChannelBody = z
  .object({
    channel: Channel,
    label: Localized.openapi({ description: 'Name to show, in English and French.' }),
    kind: ChannelKind,
    colour: z
      .object({
        light: z.string().openapi({ description: 'For a light background.', example: '#0b7a4b' }),
        dark: z.string().openapi({ description: 'For a dark background.', example: '#4cc38a' }),
      })
      .openapi({ description: 'Colours for charts on light and dark backgrounds.' }),
    slugSuffix: z
      .string()
      .openapi({ description: 'Suffix of slugs that a content gives its links: `-wa` in `guide-wa`.' }),
    utm: z
      .object({
        source: z.string().openapi({ description: 'Value of `utm_source`.' }),
        medium: z.string().openapi({ description: 'Value of `utm_medium`.' }),
        content: optional(z.string()).openapi({ description: 'Value of `utm_content`, if it has one.' }),
      })
      .openapi({ description: 'Default UTM values of links in this channel.' }),
    hasShareUrl: z.boolean().openapi({ description: 'Whether links of this channel have a `shareUrl`.' }),
  })
  .openapi('ChannelInfo', { description: 'A channel and what Sotto knows about it.' });

const ChannelList = allOf('ChannelList', ChannelBody);

const registry = CHANNEL_NAMES.map((name) => {
  const { shareIntent, acceptsAnyApp, mark, ...entry }: ChannelEntry = CHANNELS[name];
  return { channel: name, ...entry, hasShareUrl: shareIntent !== null };
});

export const channelRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/channels',
      tags: ['Channels'],
      summary: 'List channels',
      description: 'All channels, in the order in which menus should show them.',
      ...secured('links:read'),
      responses: { 200: json(ChannelList, 'All channels.'), ...problems },
    }),
    (c) => c.json({ data: registry }, 200),
  ),
] as const;
