/** The form of a content: everything that `PATCH /contents/{id}` can change, except `archived`, which asks first. */
import type { Content } from '../../../links/contents/content.ts';
import type { ContentPatch } from '../../../links/contents/edit-content.ts';
import { TEXT_LIMITS } from '../../../links/text-limits.ts';
import type { FormField } from './form-field.ts';
import { orNull, SHARED_FIELDS, type SharedField } from './shared-fields.ts';
import { paragraphRule, typedAddress } from './text-rules.ts';

export type ContentField = SharedField | 'description' | 'image' | 'shareCodes';

export const CONTENT_FIELDS: readonly FormField<Content, ContentPatch, ContentField>[] = [
  ...SHARED_FIELDS,
  {
    name: 'description',
    shown: ({ description }) => (description ?? '').replaceAll(/\r\n?/g, '\n'),
    broken: (text) => paragraphRule(text, TEXT_LIMITS.description),
    patch: (text) => ({ description: orNull(text) }),
  },
  {
    name: 'image',
    shown: ({ image }) => image ?? '',
    patch: (text) => ({ image: orNull(typedAddress(text)) }),
  },
  {
    name: 'shareCodes',
    shown: ({ shareCodes }) => (shareCodes ? 'on' : ''),
    patch: (text) => ({ shareCodes: text === 'on' }),
  },
];
