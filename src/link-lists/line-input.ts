/** A line of a list as the input that the API would take. */
import { broken } from '../broken-rule.ts';
import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS, type Channel } from '../channels/registry.ts';
import { type FieldError, fieldError } from '../errors.ts';
import { LANGUAGES } from '../language.ts';
import type { CreateContent } from '../links/contents/create-content.ts';
import { textProblems } from '../links/text-limits.ts';
import type { LineFields } from './link-list.ts';

const BETWEEN = /[,;|]/;
const items = (text = ''): string[] => [
  ...new Set(
    text
      .split(BETWEEN)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
];

/** Channels by their names in the API and in the languages of the pages, in lower case. */
const CHANNEL_OF = new Map<string, Channel>(
  CHANNEL_NAMES.flatMap((channel) => {
    const { label }: ChannelEntry = CHANNELS[channel];
    return [channel, ...LANGUAGES.map((language) => label[language].toLowerCase())].map(
      (name) => [name, channel] as const,
    );
  }),
);

/** An address without a scheme is one of the web. */
const withScheme = (url: string) => (/^[a-z][a-z\d+.-]*:/i.test(url) ? url : `https://${url}`);

/** Unknown channels of a line that are named. */
const MOST_UNKNOWN = 10;

/**
 * The input, and what is wrong with the line that the rules of contents do not see, because only the API's schemas check
 * it. `channels` are those of lines that name none.
 */
export function lineInput(
  fields: LineFields,
  channels: Channel[],
): { input: CreateContent; problems: FieldError[] } {
  const { title = '', description = '', campaign = '', externalId = '' } = fields;
  const tags = items(fields.tags);
  const named = items(fields.channels).map((name) => [name, CHANNEL_OF.get(name.toLowerCase())] as const);
  const unknown = named.filter(([, channel]) => channel === undefined).slice(0, MOST_UNKNOWN);
  const problems = [
    ...(fields.url === '' ? [fieldError('/url', broken('required'))] : []),
    ...unknown.map(([name]) =>
      fieldError('/channels', broken('unknown_channel', { text: name.slice(0, 50) })),
    ),
    ...textProblems({ title, description, campaign, externalId, tags }),
  ];
  const own = [...new Set(named.flatMap(([, channel]) => channel ?? []))];
  return {
    problems,
    input: {
      url: withScheme(fields.url),
      channels: named.length > 0 ? own : channels,
      title: title || null,
      description: description || null,
      image: fields.image || null,
      campaign,
      tags,
      slug: fields.slug || null,
      externalId: externalId || null,
      domain: fields.domain || null,
      utm: null,
      shareCodes: false,
    },
  };
}
