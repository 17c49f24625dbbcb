/** What can be wrong with a field of a link or content: its name, and the sentence of the API. Pages translate the name. */

/** What a sentence says besides the rule. */
export interface RuleValues {
  /** Limits. */
  least: number;
  most: number;
  /** What was given, or a part of it. */
  text: string;
}

export const FIELD_RULES = {
  required: () => 'This field is required.',
  text_too_long: ({ most }) => `Must have at most ${most} characters.`,
  text_control: () => 'Must not contain control characters.',
  too_many_tags: ({ most }) => `Must have at most ${most} items.`,
  text_too_short: ({ least }) => `Must have at least ${least} characters.`,
  whole_number: ({ least, most }) => `Must be a whole number from ${least} to ${most}.`,
  time: () => 'Must be a time.',
  fixed: () => 'This field cannot be changed, and the stored value is another one.',
  unknown_channel: ({ text }) => `"${text}" is not a channel.`,
  no_channel: () => 'Give at least one channel.',

  url_too_long: ({ most }) => `The URL must not be longer than ${most} characters.`,
  url_too_long_encoded: ({ most }) =>
    `The URL must not be longer than ${most} characters once it is percent-encoded.`,
  url_control: () => 'The URL must not contain line breaks, tabs or other control characters.',
  url_relative: () => 'The URL must be an absolute URL such as https://example.org/page.',
  url_scheme: () => 'The URL must start with https:// or http://.',
  url_credentials: () => 'The URL must not contain a user name or password.',
  url_no_host: () => 'The URL must name a host.',
  url_scheme_twice: () => 'The URL must not contain its scheme twice.',
  url_own: () => 'The URL must not lead to this server itself.',
  host_blocked: ({ text }) => `Links to ${text} are blocked on this server.`,

  slug_empty: () => 'The slug must not be empty.',
  slug_too_long: ({ most }) => `The slug must not be longer than ${most} characters.`,
  slug_characters: () => 'The slug may only contain the letters A to Z and a to z, digits, "-" and "_".',
  slug_start: () => 'The slug must start with a letter or a digit.',
  slug_end: () => 'The slug must end with a letter or a digit.',
  slug_reserved: ({ text }) => `"${text}" is reserved. Choose another slug.`,
  slug_taken: ({ text }) => `The slug "${text}" is taken.`,

  domain_unknown: () =>
    'Unknown domain. Give the host name of a domain of this server, without anything else.',
  content_url: () => 'Another content has this address, or the content has another one.',
  content_external_id: () => 'Another content has this external id, or the content has another one.',
  content_utm: () => 'The content has other UTM values.',
  content_campaign: () => 'The content has another campaign.',
  link_external_id: () => 'Another link has this external id.',
  link_value: () => 'The link with this external id has another value.',
  expires_before_start: () => 'A link must expire after it starts.',
  list_too_deep: ({ most }) =>
    `A list sorted by clicks ends after ${most} rows. Use filters to make it shorter.`,
} as const satisfies Record<string, (values: RuleValues) => string>;

export type FieldRule = keyof typeof FIELD_RULES;

/** A rule that a field breaks. */
export interface BrokenRule extends RuleValues {
  rule: FieldRule;
}

export const broken = (rule: FieldRule, values: Partial<RuleValues> = {}): BrokenRule => ({
  rule,
  least: 0,
  most: 0,
  text: '',
  ...values,
});

export const detailOf = (given: BrokenRule): string => FIELD_RULES[given.rule](given);
