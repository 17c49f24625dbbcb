/** What a member has entered to make links, and what is wrong with it. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import type { AppError } from '../../../errors.ts';
import { type CreateContent, DEFAULT_CHANNELS } from '../../../links/contents/create-content.ts';
import type { View } from '../frame/view.ts';

/** The limits of the API. */
const MAX_TITLE = 300;
const MAX_CAMPAIGN = 100;
const MAX_TAG = 50;
const MAX_TAGS = 20;

export const FORM_FIELDS = ['url', 'slug', 'title', 'campaign', 'tags'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

export interface NewForm extends Record<FormField, string> {
  channels: Channel[];
}

/** A sentence for each field that is wrong; '' is for what concerns no field. */
export type Problems = Map<FormField | 'channels' | '', string>;

/** Signs that no text of one line has. */
const CONTROLS = /\p{Cc}+/gu;

export function readForm(values: URLSearchParams | FormData): NewForm {
  const text = (name: FormField) => {
    const value = values.get(name);
    return typeof value === 'string' ? value.replaceAll(CONTROLS, ' ').trim().toWellFormed() : '';
  };
  const given = values.getAll('channels');
  return {
    url: text('url'),
    slug: text('slug'),
    title: text('title'),
    campaign: text('campaign'),
    tags: text('tags'),
    channels: CHANNEL_NAMES.filter((name) => given.includes(name)),
  };
}

/** The form before anything is entered; an address may come along, from a bookmark or a phone's share menu. */
export const emptyForm = (query: URLSearchParams): NewForm => ({
  ...readForm(query),
  channels: query.has('channels') ? readForm(query).channels : DEFAULT_CHANNELS,
});

const tagsOf = ({ tags }: NewForm) => [
  ...new Set(
    tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

export function checkForm(form: NewForm, { words, format }: View): Problems {
  const problems: Problems = new Map();
  const { make } = words;
  const tooLong = (name: FormField, text: string, most: number) => {
    if (text.length > most) problems.set(name, make.tooLong(most, format));
  };
  if (form.url === '') problems.set('url', make.badUrl);
  if (form.channels.length === 0) problems.set('channels', make.noChannel);
  tooLong('title', form.title, MAX_TITLE);
  tooLong('campaign', form.campaign, MAX_CAMPAIGN);
  const tags = tagsOf(form);
  for (const tag of tags) tooLong('tags', tag, MAX_TAG);
  if (tags.length > MAX_TAGS) problems.set('tags', make.tooManyTags(MAX_TAGS, format));
  return problems;
}

/** The same input as that of the API. An address without a scheme is one of the web. */
export const inputOf = (form: NewForm): CreateContent => ({
  url: /^[a-z][a-z\d+.-]*:/i.test(form.url) ? form.url : `https://${form.url}`,
  channels: form.channels,
  slug: form.slug === '' ? null : form.slug,
  title: form.title === '' ? null : form.title,
  campaign: form.campaign,
  tags: tagsOf(form),
  description: null,
  image: null,
  externalId: null,
  utm: null,
  shareCodes: false,
  domain: null,
});

/** What the API says of the input, at its fields and in the words of the page where it has some. */
export function problemsOf({ code, message, fields }: AppError, { words }: View): Problems {
  const { make } = words;
  if (code === 'slug_taken') return new Map([['slug', make.slugTaken]]);
  if (code === 'host_blocked') return new Map([['url', message]]);
  const problems: Problems = new Map(
    fields.map(({ pointer, detail }) => {
      const name = FORM_FIELDS.find((field) => `${pointer}/`.startsWith(`/${field}/`));
      if (name === 'slug') return [name, make.badSlug];
      return name === 'url' ? [name, `${make.badUrl} (${detail})`] : [name ?? '', detail];
    }),
  );
  return problems.size > 0 ? problems : new Map([['', message]]);
}
