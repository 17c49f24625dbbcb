/** The fields that contents and links have in common. */
import { broken } from '../../../broken-rule.ts';
import type { Content } from '../../../links/contents/content.ts';
import { MAX_UTM_LENGTH, TEXT_LIMITS } from '../../../links/text-limits.ts';
import type { UtmPatch } from '../../../urls/merge-utm.ts';
import { UTM_FIELDS } from '../../../urls/utm.ts';
import type { FormField, Values } from './form-field.ts';
import { addressRule, lineRule, parseTags, tagsRule, tagsText, typedAddress } from './text-rules.ts';

type Utm = `utm/${(typeof UTM_FIELDS)[number]}`;
export type SharedField = 'url' | 'title' | 'campaign' | 'tags' | 'externalId' | 'utm' | Utm;

type Stored = Pick<Content, 'url' | 'title' | 'campaign' | 'tags' | 'externalId' | 'utm'>;
type Patch = Partial<Omit<Stored, 'utm'>> & { utm?: UtmPatch };
type Field = FormField<Stored, Patch, SharedField>;

export const orNull = (text: string): string | null => (text === '' ? null : text);

export const UTM_INPUTS: readonly Utm[] = UTM_FIELDS.map((name): Utm => `utm/${name}`);

function utmPatch(values: Values<SharedField>): Patch {
  if (values.utm === 'on') return { utm: false };
  return { utm: Object.fromEntries(UTM_FIELDS.map((name) => [name, orNull(values[`utm/${name}`])])) };
}

export const SHARED_FIELDS: readonly Field[] = [
  {
    name: 'url',
    shown: ({ url }) => url,
    broken: (text) => (text === '' ? broken('required') : addressRule(text)),
    patch: (text) => ({ url: typedAddress(text) }),
  },
  {
    name: 'title',
    shown: ({ title }) => title ?? '',
    broken: (text) => lineRule(text, TEXT_LIMITS.title),
    patch: (text) => ({ title: orNull(text) }),
  },
  {
    name: 'campaign',
    shown: ({ campaign }) => campaign,
    broken: (text) => lineRule(text, TEXT_LIMITS.campaign),
    patch: (text) => ({ campaign: text }),
  },
  {
    name: 'tags',
    shown: ({ tags }) => tagsText(tags),
    broken: tagsRule,
    patch: (text) => ({ tags: parseTags(text) }),
  },
  {
    name: 'externalId',
    shown: ({ externalId }) => externalId ?? '',
    broken: (text) => lineRule(text, TEXT_LIMITS.externalId),
    patch: (text) => ({ externalId: orNull(text) }),
  },
  { name: 'utm', shown: ({ utm }) => (utm === false ? 'on' : ''), patch: (_, values) => utmPatch(values) },
  ...UTM_FIELDS.map(
    (name): Field => ({
      name: `utm/${name}`,
      shown: ({ utm }) => (utm ? (utm[name] ?? '') : ''),
      broken: (text) => lineRule(text, MAX_UTM_LENGTH),
      patch: (_, values) => utmPatch(values),
    }),
  ),
];
