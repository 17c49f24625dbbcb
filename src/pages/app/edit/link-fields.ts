/** The form of a link: everything that `PATCH /links/{id}` can change, except `archived`, which asks first. */
import { type BrokenRule, broken } from '../../../broken-rule.ts';
import type { LinkPatch } from '../../../links/edit-link.ts';
import { type Link, STATUS_CODES } from '../../../links/link.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../../links/password.ts';
import { MAX_MAX_CLICKS } from '../../../links/text-limits.ts';
import type { FormField, Values } from './form-field.ts';
import { orNull, SHARED_FIELDS, type SharedField } from './shared-fields.ts';
import { addressRule, lineRule, numberRule, typedAddress } from './text-rules.ts';
import { parseTime, timeRule, timeText } from './time-text.ts';

export type LinkField =
  | SharedField
  | 'startsAt'
  | 'expiresAt'
  | 'maxClicks'
  | 'expiredUrl'
  | 'hasPassword'
  | 'password'
  | 'withoutPassword'
  | 'statusCode'
  | 'forwardQuery'
  | 'blocked';

type Field = FormField<Link, LinkPatch, LinkField>;

function passwordRule(text: string): BrokenRule | null {
  if (text === '') return null;
  if (text.length < MIN_PASSWORD_LENGTH) return broken('text_too_short', { least: MIN_PASSWORD_LENGTH });
  return lineRule(text, MAX_PASSWORD_LENGTH);
}

/** A new password; without one, that there is none any more. */
function passwordPatch({ password, withoutPassword }: Values<LinkField>): LinkPatch {
  if (password !== '') return { password };
  return withoutPassword === 'on' ? { password: null } : {};
}

const ticked = (isOn: boolean) => (isOn ? 'on' : '');

const timeField = (name: 'startsAt' | 'expiresAt'): Field => ({
  name,
  shown: (link, zone) => timeText(link[name], zone),
  broken: timeRule,
  patch: (text, _, zone) => ({ [name]: text === '' ? null : parseTime(text, zone) }),
});

/** `blocked` is for admins only. */
export const BLOCKED_FIELD: Field = {
  name: 'blocked',
  shown: ({ blocked }) => ticked(blocked),
  patch: (text) => ({ blocked: text === 'on' }),
};

export const LINK_FIELDS: readonly Field[] = [
  ...SHARED_FIELDS,
  timeField('startsAt'),
  timeField('expiresAt'),
  {
    name: 'maxClicks',
    shown: ({ maxClicks }) => (maxClicks === null ? '' : String(maxClicks)),
    broken: (text) => numberRule(text, 1, MAX_MAX_CLICKS),
    patch: (text) => ({ maxClicks: text === '' ? null : Number(text) }),
  },
  {
    name: 'expiredUrl',
    shown: ({ expiredUrl }) => expiredUrl ?? '',
    broken: addressRule,
    patch: (text) => ({ expiredUrl: orNull(typedAddress(text)) }),
  },
  // What is stored of a password shows nothing but that there is one.
  { name: 'hasPassword', shown: ({ passwordHash }) => ticked(passwordHash !== null), patch: () => ({}) },
  { name: 'password', shown: () => '', broken: passwordRule, patch: (_, values) => passwordPatch(values) },
  { name: 'withoutPassword', shown: () => '', patch: (_, values) => passwordPatch(values) },
  {
    name: 'statusCode',
    shown: ({ statusCode }) => String(statusCode),
    patch: (text) => {
      const statusCode = STATUS_CODES.find((code) => String(code) === text);
      return statusCode === undefined ? {} : { statusCode };
    },
  },
  {
    name: 'forwardQuery',
    shown: ({ forwardQuery }) => ticked(forwardQuery),
    patch: (text) => ({ forwardQuery: text === 'on' }),
  },
];
