/** `/channels`: the registry of channels, for menus of clients, and their UTM values. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS, type Channel as ChannelName } from '../../channels/registry.ts';
import { AppError } from '../../errors.ts';
import { changeUtmPreset } from '../../instance/change-instance.ts';
import type { UtmPresets } from '../../instance/instance-settings.ts';
import { channelUtm } from '../../instance/utm-presets.ts';
import { MAX_UTM_LENGTH } from '../../links/text-limits.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { Channel, ChannelKind } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { allOf, json, jsonBody, Localized, namedParameter, problems } from '../schemas/shapes.ts';

const presetValue = z.union([field.line(MAX_UTM_LENGTH), z.literal('')], {
  error: `Must be text of one line, with at most ${MAX_UTM_LENGTH} characters.`,
});
const presetValues = z.object(field.utmFields(presetValue));

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
    utm: z.object(field.utmFields(z.string())).openapi({
      description: 'UTM values of links in this channel, unless a link or its content has its own.',
    }),
    utmPreset: presetValues.nullable().openapi({
      description: 'Which of these values the team has set, in place of the built-in ones; null for none.',
    }),
    hasShareUrl: z.boolean().openapi({ description: 'Whether links of this channel have a `shareUrl`.' }),
  })
  .openapi('ChannelInfo', { description: 'A channel and what Sotto knows about it.' });

const ChannelList = allOf('ChannelList', ChannelBody);

const params = z.object({
  channel: z.string().openapi({
    ...namedParameter('ChannelName'),
    example: 'whatsapp',
    description: 'Name of the channel.',
  }),
});

function channelOf({ channel }: { channel: string }): ChannelName {
  const name = CHANNEL_NAMES.find((each) => each === channel);
  if (name === undefined) throw new AppError('not_found', 'Unknown channel.');
  return name;
}

const ChannelEdit = z
  .strictObject({
    utmPreset: field.optional(
      z.strictObject(field.utmFields(presetValue.nullable())).nullable().openapi({
        description: 'Values to set, one by one; null returns one of them, or all, to the built-in value.',
      }),
    ),
  })
  .openapi('ChannelEdit', {
    description: 'Changes of a channel.',
    example: { utmPreset: { medium: 'messenger', content: '' } },
  });

type Body = z.infer<typeof ChannelBody>;

function presentChannel(name: ChannelName, presets: UtmPresets): Body {
  const { shareIntent, acceptsAnyApp, mark, ...entry }: ChannelEntry = CHANNELS[name];
  const utm = Object.fromEntries(
    Object.entries(channelUtm(presets, name)).filter(([, value]) => value !== ''),
  );
  return {
    channel: name,
    ...entry,
    utm,
    utmPreset: presets[name] ?? null,
    hasShareUrl: shareIntent !== null,
  };
}

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
    async (c) => {
      const { utm } = await c.var.deps.store.instance.get();
      return c.json({ data: CHANNEL_NAMES.map((name) => presentChannel(name, utm)) }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/channels/{channel}',
      tags: ['Channels'],
      summary: 'Get a channel',
      ...secured('links:read'),
      request: { params },
      responses: { 200: json(ChannelBody, 'The channel.'), ...problems },
    }),
    async (c) => {
      const { utm } = await c.var.deps.store.instance.get();
      return c.json(presentChannel(channelOf(c.req.valid('param')), utm), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/channels/{channel}',
      tags: ['Channels'],
      summary: 'Set the UTM values of a channel',
      description:
        'UTM values are added when a link is opened, so that a change also holds for links that exist, within a minute. ' +
        'Values of a link or its content, and parameters of the destination, are never replaced. An empty text leaves a ' +
        'parameter out.',
      ...secured('admin'),
      request: { params, body: jsonBody(ChannelEdit) },
      responses: { 200: json(ChannelBody, 'The updated channel.'), ...problems },
    }),
    async (c) => {
      const channel = channelOf(c.req.valid('param'));
      const { utmPreset } = c.req.valid('json');
      const { utm } = await changeUtmPreset(c.var.deps, channel, utmPreset === undefined ? {} : utmPreset);
      return c.json(presentChannel(channel, utm), 200);
    },
  ),
] as const;
