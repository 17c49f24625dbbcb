/** What the look-up keeps, and the check of what comes back. By hand: the redirect's way knows no zod. */
import { CHANNELS } from '../../../channels/registry.ts';
import { type RedirectLink, STATUS_CODES } from '../../../links/link.ts';
import type { Domain } from '../../../store-ports.ts';

/** `readAt`: when D1 was asked, in UTC milliseconds. */
export interface Entry<T> {
  key: string;
  readAt: number;
  value: T;
}

/**
 * Whether a link may stand in a cache that is not ours alone: one with a password may not, a deleted one may be minted
 * anew, and another spelling than its own is asked for too seldom.
 */
export const isShareable = (link: RedirectLink, asked: string) =>
  link.slug === asked && link.maxClicks === null && link.passwordHash === null && !link.deleted;

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

// A field that a link gets tomorrow has to be named here before it type-checks.
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

/** What was kept under `key`, if it is ours. */
export function readEntry<T>(
  kept: unknown,
  key: string,
  is: (value: unknown) => value is T,
): Entry<T> | undefined {
  if (!record(kept) || kept.key !== key || !number(kept.readAt) || !is(kept.value)) return undefined;
  return { key, readAt: Number(kept.readAt), value: kept.value };
}
