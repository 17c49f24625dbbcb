/** Entries of the shared cache, and their validation. It is written by hand because the redirect does without zod. */
import type { BlockedHost } from '../../../abuse/host-rules.ts';
import { parseHost } from '../../../abuse/parse-hosts.ts';
import { CHANNELS } from '../../../channels/registry.ts';
import type { Domain } from '../../../domains/domain.ts';
import type { DatedValue } from '../../../guarded-cache.ts';
import type { InstanceSettings, OwnNetwork } from '../../../instance/instance-settings.ts';
import { LANGUAGES } from '../../../language.ts';
import { type RedirectLink, STATUS_CODES } from '../../../links/link.ts';
import { parseCidr } from '../../../net/cidr.ts';
import { MAX_URL_LENGTH } from '../../../urls/destination.ts';
import { parseDomain } from '../../../urls/domain-name.ts';
import { slugProblem } from '../../../urls/slug.ts';
import { UTM_FIELDS } from '../../../urls/utm.ts';

/** Of the form of entries. A version that changes it uses another number: either ignores the entries of the other. */
const VERSION = 2;

/** An entry as it is stored. `readAt` is the time at which D1 was read, in UTC milliseconds. */
export interface Entry<T> extends DatedValue<T> {
  v: typeof VERSION;
  key: string;
}

export const entryOf = <T>(key: string, { readAt, value }: DatedValue<T>): Entry<T> => ({
  v: VERSION,
  key,
  readAt,
  value,
});

/**
 * Whether a link may be put into the shared cache. Excluded are links with a password (it is secret), with a click limit
 * (its count changes) and deleted ones (the slug may be reused), and rare spellings other than the slug itself.
 */
export const isShareable = (link: RedirectLink, slug: string) =>
  link.slug === slug && link.maxClicks === null && link.passwordHash === null && !link.deleted;

type Is = (value: unknown) => boolean;
type Checks = Record<string, Is>;

const MAX_TIME = 8.64e15; // of a Date

const text: Is = (value) => typeof value === 'string';
const flag: Is = (value) => typeof value === 'boolean';
const nothing: Is = (value) => value === null;
const count: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const rowId: Is = (value) => count(value) && value !== 0;
const time: Is = (value) => Number.isSafeInteger(value) && Math.abs(Number(value)) <= MAX_TIME;
const slug: Is = (value) => typeof value === 'string' && slugProblem(value) === null;
const webUrl: Is = (value) =>
  typeof value === 'string' &&
  value.length <= MAX_URL_LENGTH &&
  /^https?:$/.test(URL.parse(value)?.protocol ?? '');
const optional =
  (is: Is): Is =>
  (value) =>
    value === null || is(value);
const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it has exactly these fields, each with a possible value. */
const fits = (checks: Checks, value: unknown): value is Record<string, unknown> =>
  record(value) &&
  Object.keys(value).length === Object.keys(checks).length &&
  Object.entries(checks).every(([name, is]) => Object.hasOwn(value, name) && is(value[name]));

const channel: Is = (value) => typeof value === 'string' && Object.hasOwn(CHANNELS, value);
const utmField: Is = (name) => UTM_FIELDS.some((field) => field === name);
const utm: Is = (value) =>
  value === false ||
  (record(value) && Object.entries(value).every(([name, word]) => utmField(name) && text(word)));

const CARD = {
  title: optional(text),
  description: optional(text),
  image: optional(webUrl),
} satisfies Record<keyof RedirectLink['card'], Is>;

// A new field of a link does not type-check until it is named here.
const LINK: Record<keyof RedirectLink, Is> = {
  rowId,
  slug,
  title: optional(text),
  channel,
  url: webUrl,
  campaign: text,
  utm: optional(utm),
  startsAt: optional(time),
  expiresAt: optional(time),
  maxClicks: nothing,
  clicksTaken: count,
  statusCode: (value) => STATUS_CODES.some((code) => code === value),
  forwardQuery: flag,
  passwordHash: nothing,
  expiredUrl: optional(webUrl),
  archived: flag,
  blocked: flag,
  deleted: (value) => value === false,
  createdAt: time,
  shareCodes: flag,
  card: (value) => fits(CARD, value),
};

const DOMAIN: Record<keyof Domain, Is> = {
  domain: (value) => typeof value === 'string' && parseDomain(value) === value,
  rootUrl: optional(webUrl),
  notFoundUrl: optional(webUrl),
  createdAt: time,
};

/** Whether it is the link with this slug. */
export const isLink = (value: unknown, name: string): value is RedirectLink =>
  fits(LINK, value) && value.slug === name;

const BLOCKED_HOST: Record<keyof BlockedHost, Is> = {
  rowId,
  host: (value) => typeof value === 'string' && parseHost(value) === value,
  reason: optional(text),
  createdAt: time,
};

export const isDomains = (value: unknown): value is Domain[] =>
  Array.isArray(value) && value.every((each) => fits(DOMAIN, each));

export const isBlockedHosts = (value: unknown): value is BlockedHost[] =>
  Array.isArray(value) && value.every((each) => fits(BLOCKED_HOST, each));

const OWN_NETWORK: Record<keyof OwnNetwork, Is> = {
  network: (value) => typeof value === 'string' && parseCidr(value) !== null,
  name: optional(text),
  createdAt: time,
};

const INSTANCE: Record<keyof InstanceSettings, Is> = {
  language: optional((value) => LANGUAGES.some((language) => language === value)),
  timezone: optional(text),
  utm: (value) =>
    record(value) &&
    Object.entries(value).every(([name, preset]) => channel(name) && preset !== false && utm(preset)),
  ownNetworks: (value) => Array.isArray(value) && value.every((each) => fits(OWN_NETWORK, each)),
};

export const isInstance = (value: unknown): value is InstanceSettings => fits(INSTANCE, value);

const ENTRY: Record<keyof Entry<unknown>, Is> = {
  v: (value) => value === VERSION,
  key: text,
  readAt: time,
  value: () => true,
};

/** The time and the value of a valid entry of this key, else undefined. A value of null retracts older entries. */
export function readEntry<T>(
  found: unknown,
  key: string,
  is: (value: unknown) => value is T,
): DatedValue<T | null> | undefined {
  if (!fits(ENTRY, found) || found.key !== key) return undefined;
  const { readAt, value } = found;
  return value === null || is(value) ? { readAt: Number(readAt), value } : undefined;
}
