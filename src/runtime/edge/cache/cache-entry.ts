/** Entries of the shared cache, and their validation. It is written by hand because the redirect does without zod. */
import { CHANNELS } from '../../../channels/registry.ts';
import type { Domain } from '../../../domains/domain.ts';
import { type RedirectLink, STATUS_CODES } from '../../../links/link.ts';

/** `readAt` is the time at which D1 was read, in UTC milliseconds. */
export interface Entry<T> {
  key: string;
  readAt: number;
  value: T;
}

/**
 * Whether a link may be put into the shared cache. Excluded are links with a password (it is secret), with a click limit
 * (its count changes) and deleted ones (the slug may be reused), and rare spellings other than the slug itself.
 */
export const isShareable = (link: RedirectLink, slug: string) =>
  link.slug === slug && link.maxClicks === null && link.passwordHash === null && !link.deleted;

type Is = (value: unknown) => boolean;

const text: Is = (value) => typeof value === 'string';
const flag: Is = (value) => typeof value === 'boolean';
const number: Is = (value) => Number.isSafeInteger(value);
const nothing: Is = (value) => value === null;
const optional =
  (is: Is): Is =>
  (value) =>
    value === null || is(value);
const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A new field of a link does not type-check until it is named here.
const LINK: Record<keyof RedirectLink, Is> = {
  rowId: number,
  slug: text,
  title: optional(text),
  channel: (value) => typeof value === 'string' && Object.hasOwn(CHANNELS, value),
  url: text,
  campaign: text,
  utm: (value) => value === false || value === null || (record(value) && Object.values(value).every(text)),
  startsAt: optional(number),
  expiresAt: optional(number),
  maxClicks: nothing,
  clicksTaken: number,
  statusCode: (value) => STATUS_CODES.some((code) => code === value),
  forwardQuery: flag,
  passwordHash: nothing,
  expiredUrl: optional(text),
  archived: flag,
  blocked: flag,
  deleted: (value) => value === false,
  createdAt: number,
  card: (value) =>
    record(value) && ['title', 'description', 'image'].every((name) => optional(text)(value[name])),
};

const DOMAIN: Record<keyof Domain, Is> = {
  domain: text,
  rootUrl: optional(text),
  notFoundUrl: optional(text),
  createdAt: number,
};

const fits = (checks: Record<string, Is>, value: unknown) =>
  record(value) && Object.entries(checks).every(([name, is]) => is(value[name]));

export const isLink = (value: unknown): value is RedirectLink => fits(LINK, value);

export const isDomains = (value: unknown): value is Domain[] =>
  Array.isArray(value) && value.every((each) => fits(DOMAIN, each));

/** The entry if it is a valid one of this key, else undefined. */
export function readEntry<T>(
  found: unknown,
  key: string,
  is: (value: unknown) => value is T,
): Entry<T> | undefined {
  if (!record(found) || found.key !== key || !number(found.readAt) || !is(found.value)) return undefined;
  return { key, readAt: Number(found.readAt), value: found.value };
}
