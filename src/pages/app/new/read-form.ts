/** What a member has entered to make links. */

import { broken } from '../../../broken-rule.ts';
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import { type FieldError, fieldError } from '../../../errors.ts';
import { type CreateContent, DEFAULT_CHANNELS } from '../../../links/contents/create-content.ts';
import { textProblems } from '../../../links/text-limits.ts';
import { trimAddress } from '../../../urls/destination.ts';

/** What people fill in. */
export const FORM_FIELDS = [
  'url',
  'slug',
  'title',
  'description',
  'image',
  'campaign',
  'tags',
  'domain',
] as const;
/** What the page remembers of the last reading: the address, and what it filled in. */
export const READ_FIELDS = ['read', 'readTitle', 'readDescription', 'readImage'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

export interface NewForm extends Record<FormField | (typeof READ_FIELDS)[number], string> {
  channels: Channel[];
}

/** The largest form, in bytes: an address has up to 8,192 characters. */
export const MAX_FORM_BYTES = 64 * 1024;

/** Signs that no text of one line has. */
const CONTROLS = /\p{Cc}+/gu;

export function readForm(values: URLSearchParams): NewForm {
  const text = (name: string) =>
    trimAddress((values.get(name) ?? '').replaceAll(CONTROLS, ' ')).toWellFormed();
  const given = values.getAll('channels');
  return {
    url: text('url'),
    slug: text('slug'),
    title: text('title'),
    description: text('description'),
    image: text('image'),
    campaign: text('campaign'),
    tags: text('tags'),
    domain: text('domain'),
    read: text('read'),
    readTitle: text('readTitle'),
    readDescription: text('readDescription'),
    readImage: text('readImage'),
    channels: CHANNEL_NAMES.filter((name) => given.includes(name)),
  };
}

/** A phone's share menu often puts the address at the end of a text. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/i;
/** The longest text of a share menu that is looked at. */
const MAX_SHARED = 20_000;

/** The form before anything is entered; an address may come along, from a bookmark or a phone's share menu. */
export function emptyForm(query: URLSearchParams): NewForm {
  const form = readForm(query);
  const shared =
    ADDRESS.exec((query.get('text') ?? query.get('title') ?? '').slice(0, MAX_SHARED))?.[0] ?? '';
  const title = ADDRESS.test(form.title) ? '' : form.title;
  return {
    ...form,
    title,
    url: form.url === '' ? shared : form.url,
    channels: query.has('channels') ? form.channels : DEFAULT_CHANNELS,
  };
}

export const splitTags = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** An address without a scheme is one of the web. */
export const withScheme = (url: string): string =>
  url === '' || /^[a-z][a-z\d+.-]*:/i.test(url) ? url : `https://${url}`;

/** What features do not check themselves, because the API does it in its schemas. */
export function checkForm(form: NewForm): FieldError[] {
  const { url, channels, title, description, campaign } = form;
  return [
    ...(url === '' ? [fieldError('/url', broken('url_relative'))] : []),
    ...(channels.length === 0 ? [fieldError('/channels', broken('no_channel'))] : []),
    ...textProblems({ title, description, campaign, tags: splitTags(form.tags) }),
  ];
}

/** The same input as that of the API. */
export const inputOf = (form: NewForm): CreateContent => ({
  url: withScheme(form.url),
  channels: form.channels,
  slug: form.slug || null,
  title: form.title || null,
  description: form.description || null,
  image: form.image || null,
  campaign: form.campaign,
  tags: splitTags(form.tags),
  externalId: null,
  utm: null,
  shareCodes: false,
  domain: form.domain || null,
});
