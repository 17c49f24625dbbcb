/** Rules for the fields of links and contents; what breaks one throws an `AppError` that points at the field. */

import { broken, detailOf } from '../broken-rule.ts';
import { AppError, breaks, type Conflict, fieldError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { parseDestination } from '../urls/destination.ts';
import { shortUrl } from '../urls/short-url.ts';
import { isReserved, MAX_SLUG_LENGTH, slugProblem } from '../urls/slug.ts';
import type { CreateDeps } from './create/link-input.ts';
import type { Link } from './link.ts';
import { type Hosts, storedDomain } from './link-domain.ts';

/** The destination as `new URL(text).href` gives it. */
export function checkedUrl(hosts: Hosts, pointer: string, text: string): string {
  const parsed = parseDestination(text, hosts.own);
  if (!parsed.ok) throw breaks(pointer, parsed.broken);
  hosts.rules.check(pointer, parsed.href);
  return parsed.href;
}

/** Where people are sent once a link has expired, checked like a destination; null for nowhere. */
export function checkedExpiredUrl(hosts: Hosts, text: string | null): string | null {
  return text === null ? null : checkedUrl(hosts, '/expiredUrl', text);
}

/** What is stored of a password; null for none. */
export async function passwordHash(
  { passwords }: Pick<Deps, 'passwords'>,
  password: string | null,
): Promise<string | null> {
  return password === null ? null : passwords.hash(password);
}

/** Whether this is the password of a link, or both have none. */
export async function isPassword(
  { passwords }: Pick<Deps, 'passwords'>,
  { passwordHash }: Pick<Link, 'passwordHash'>,
  password: string | null,
): Promise<boolean> {
  // Two hashes of one password differ.
  if (password === null || passwordHash === null) return password === passwordHash;
  return passwords.verify(password, passwordHash);
}

/** The 422 for fields that never change and were given another value. */
export function fixed(fields: string[]): AppError {
  const rule = broken('fixed');
  return new AppError(
    'immutable_field',
    `${fields.map((field) => `/${field}`).join(', ')}: ${detailOf(rule)}`,
    fields.map((field) => fieldError(`/${field}`, rule)),
  );
}

/** The domain as stored; null asks for the default one. */
export function checkedDomain(hosts: Hosts, host: string | null): string {
  if (host === null) return '';
  const domain = storedDomain(hosts, host);
  if (domain === undefined) throw breaks('/domain', broken('domain_unknown'));
  return domain;
}

/** Refuses a custom slug that breaks the rules or is reserved. */
export function checkSlug({ reserved }: Pick<CreateDeps, 'reserved'>, slug: string): void {
  const problem = slugProblem(slug);
  if (problem !== null) throw breaks('/slug', broken(problem, { most: MAX_SLUG_LENGTH }));
  if (isReserved(slug, reserved)) throw breaks('/slug', broken('slug_reserved', { text: slug }));
}

/** Refuses a link that would expire before it starts. */
export function checkPeriod({ startsAt, expiresAt }: Pick<Link, 'startsAt' | 'expiresAt'>): void {
  if (startsAt !== null && expiresAt !== null && expiresAt <= startsAt) {
    throw breaks('/expiresAt', broken('expires_before_start'));
  }
}

/** A 409: these links, tombstones included, have the slug in one case or another. */
export function slugTaken(
  { settings }: Pick<Deps, 'settings'>,
  slug: string,
  takenBy: readonly Link[],
): AppError {
  const rule = broken('slug_taken', { text: slug });
  const conflicts = takenBy.map((link): Conflict => {
    const address = shortUrl(settings.publicUrl, link);
    const who = link.deletedAt === null ? 'the link' : 'the deleted link';
    return {
      pointer: '/slug',
      detail: `The slug "${slug}" is taken by ${who} ${link.id}, ${address}.`,
      linkId: link.id,
      shortUrl: address,
    };
  });
  return new AppError('slug_taken', detailOf(rule), [fieldError('/slug', rule)], conflicts);
}
