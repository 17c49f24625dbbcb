/** The keys of groups: the fields that a row of counts has for each dimension it is grouped by. */
import { z } from '@hono/zod-openapi';
import { DIMENSION_NAMES, dimension } from '../../stats/dimensions.ts';
import { Channel, ChannelKind } from './enums.ts';

/** A key that rows have only if they are grouped by its dimension. */
const key = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.optional().openapi({ description });

const text = z.string();
const textOrNull = z.string().nullable();

/** By `link`. */
export const linkKeys = {
  linkId: key(text, 'Id of the link.'),
  slug: key(text, 'Path of the short link.'),
  shortUrl: key(z.url(), 'The short link.'),
};

/** By `content`. */
export const contentKeys = {
  contentId: key(text, 'Id of the content.'),
  title: key(textOrNull, 'Title of the content.'),
  url: key(z.url(), 'Address of the content.'),
};

/** By `channel`. */
export const channelKeys = { channel: key(Channel, 'Channel of the link.') };

/** By `day` in UTC. */
export const dayKeys = { day: key(z.iso.date(), 'UTC day.') };

const HIT_KEYS = DIMENSION_NAMES.filter((name) => dimension(name).of === 'hit').map((name) => {
  const label = dimension(name).label.en;
  return [name, key(textOrNull, `${label} of the hits; null if unknown.`)] as const;
});

/** The keys of statistics. Buckets of time are named in the time zone of the question. */
export const statsKeys = {
  ...linkKeys,
  ...contentKeys,
  ...channelKeys,
  channelKind: key(ChannelKind, 'Kind of the channel.'),
  domain: key(text, 'Domain of the link.'),
  campaign: key(textOrNull, 'Campaign of the link or of its content; null if it has none.'),
  tag: key(textOrNull, 'Tag of the link; null for links without tags.'),
  hour: key(text, 'Start of the hour.'),
  day: key(text, 'Day.'),
  week: key(text, 'First day of the week, a Monday.'),
  month: key(text, 'Month.'),
  ...Object.fromEntries(HIT_KEYS),
};
