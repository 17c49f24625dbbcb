/** What is wrong with a field, in English: one sentence for each rule. */
import type { FieldRule, RuleValues } from '../../../../broken-rule.ts';
import type { Format } from '../format.ts';

/** The sentences of one language. */
export type RuleWords = Record<FieldRule, (values: RuleValues, format: Format) => string>;

export const enRules: RuleWords = {
  required: () => 'Fill in this field.',
  text_too_long: ({ most }, { number }) => `At most ${number(most)} characters.`,
  text_control: () => 'Remove the invisible control characters.',
  too_many_tags: ({ most }, { number }) => `At most ${number(most)} tags.`,
  text_too_short: ({ least }, { number }) => `At least ${number(least)} characters.`,
  whole_number: ({ least, most }, { number }) => `A whole number from ${number(least)} to ${number(most)}.`,
  time: () => 'Enter a day and a time.',
  fixed: () => 'This field cannot be changed.',
  unknown_channel: ({ text }) => `“${text}” is not the name of a channel.`,
  no_channel: () => 'Choose at least one channel.',

  url_too_long: ({ most }, { number }) => `An address can have at most ${number(most)} characters.`,
  url_too_long_encoded: ({ most }, { number }) =>
    `An address can have at most ${number(most)} characters, with its special characters encoded.`,
  url_control: () => 'The address contains line breaks or control characters.',
  url_relative: () => 'This is not the address of a web page, such as https://example.org/guide.',
  url_scheme: () => 'This is not the address of a web page: it must start with https:// or http://.',
  url_credentials: () => 'The address must not contain a user name or password.',
  url_no_host: () => 'This is not the address of a web page: the host name is missing.',
  url_scheme_twice: () => 'The address contains “https://” twice.',
  url_own: () => 'This address is on this server itself. Use the address of the page it leads to.',
  host_blocked: ({ text }) => `Links to ${text} are blocked on this server.`,

  slug_empty: () => 'Enter a slug.',
  slug_too_long: ({ most }, { number }) =>
    `A slug can have at most ${number(most)} characters, with the ending of its channel.`,
  slug_characters: () => 'A slug can only contain the letters a to z, digits, - and _.',
  slug_start: () => 'A slug must start with a letter or a digit.',
  slug_end: () => 'A slug must end with a letter or a digit.',
  slug_reserved: ({ text }) => `“${text}” is reserved for this server. Choose another one.`,
  slug_taken: ({ text }) => `This slug is taken: “${text}” exists. Choose another one.`,

  domain_unknown: () => 'This is not one of your domains.',
  content_url: () => 'Another content has this address.',
  content_external_id: () => 'Another content has this reference, or this content has a different one.',
  content_utm: () => 'This page is known with other UTM values.',
  content_campaign: () => 'This page is known with another campaign.',
  link_external_id: () => 'Another link has this reference.',
  link_value: () => 'The link with this reference has another value.',
  expires_before_start: () => 'A link must expire after it opens.',
  list_too_deep: ({ most }, { number }) =>
    `A list in this order ends after ${number(most)} rows. Use filters to make it shorter.`,
};
