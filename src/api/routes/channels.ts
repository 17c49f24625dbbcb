/** `/channels`: the registry of channels, for menus of clients. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../../channels/registry.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { channel, optional } from '../schemas/fields.ts';
import { json, problems } from '../schemas/shapes.ts';

const ChannelBody = z
  .object({
    channel,
    label: z
      .object({ en: z.string(), fr: z.string() })
      .openapi({ description: 'Name to show, in English and French.' }),
    kind: z
      .enum(['private', 'public', 'offline'])
      .openapi({ description: 'Who can see what is shared there.' }),
    colour: z
      .object({ light: z.string(), dark: z.string() })
      .openapi({ description: 'Colours for charts on light and dark backgrounds.' }),
    slugSuffix: z
      .string()
      .openapi({ description: 'Suffix of slugs that a content gives its links: `-wa` in `guide-wa`.' }),
    utm: z
      .object({ source: z.string(), medium: z.string(), content: optional(z.string()) })
      .openapi({ description: 'Default UTM values of links in this channel.' }),
    hasShareUrl: z.boolean().openapi({ description: 'Whether links of this channel have a `shareUrl`.' }),
  })
  .openapi('Channel');

const registry = CHANNEL_NAMES.map((name) => {
  const { shareIntent, acceptsAnyApp, ...entry }: ChannelEntry = CHANNELS[name];
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
      responses: { 200: json(z.object({ data: z.array(ChannelBody) }), 'All channels.'), ...problems },
    }),
    (c) => c.json({ data: registry }, 200),
  ),
] as const;
