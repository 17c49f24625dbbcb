/** What minting a content's links and minting a single link have in common. */
import { AppError, invalid } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { parseDestination } from '../urls/destination.ts';
import { isReserved, slugProblem } from '../urls/slug.ts';
import { type Hosts, ownHosts, storedDomain } from './domain.ts';
import type { Link, NewLink } from './link.ts';

/** What a verb that mints needs; `reserved` are the first path segments that belong to the server itself. */
export type MintDeps = Pick<Deps, 'store' | 'clock' | 'ids' | 'settings'> & {
  reserved: ReadonlySet<string>;
};

/** How often a mint starts over when a random slug or a rival request stood in its way. */
export const MINT_TRIES = 5;

/** A link as asked for; `slug` is null where a random one will do. */
export type LinkWish = Omit<
  NewLink,
  'id' | 'slug' | 'custom' | 'archived' | 'blocked' | 'createdAt' | 'updatedAt'
> & { slug: string | null };

/** A link that asks for nothing beyond its channel and destination. */
export function plainWish(where: Pick<LinkWish, 'channel' | 'domain' | 'url' | 'slug'>): LinkWish {
  const nothing = { campaign: '', title: null, tags: [], utm: null };
  const unlimited = { startsAt: null, expiresAt: null, maxClicks: null, expiredUrl: null };
  return { ...nothing, ...unlimited, passwordHash: null, statusCode: 302, forwardQuery: false, ...where };
}

export function newLink({ ids, clock }: Pick<Deps, 'ids' | 'clock'>, wish: LinkWish): NewLink {
  const now = clock();
  return {
    ...wish,
    id: ids.id('lnk'),
    slug: wish.slug ?? ids.slug(),
    custom: wish.slug !== null,
    archived: false,
    blocked: false,
    createdAt: now,
    updatedAt: now,
  };
}

/** The destination as `new URL(text).href` gives it; throws a 422 about `pointer`. */
export function checkedUrl(hosts: Hosts, pointer: string, text: string): string {
  const parsed = parseDestination(text, ownHosts(hosts));
  if (!parsed.ok) throw invalid(pointer, parsed.detail);
  return parsed.href;
}

/** Where people are led once a link is over: checked like a destination, null for nowhere. */
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

/** The domain as stored; null asks for the default one. Throws a 422 for a host that is not ours. */
export function checkedDomain(hosts: Hosts, host: string | null): string {
  if (host === null) return '';
  const domain = storedDomain(hosts, host);
  if (domain === undefined) throw invalid('/domain', 'This server has no such domain.');
  return domain;
}

/** Throws a 422 for a custom slug that breaks the rules or belongs to the server itself. */
export function checkSlug({ reserved }: Pick<MintDeps, 'reserved'>, slug: string): void {
  const problem = slugProblem(slug);
  if (problem !== null) throw invalid('/slug', `The slug ${problem}.`);
  if (isReserved(slug, reserved)) throw invalid('/slug', `"${slug}" belongs to the server itself.`);
}

/** Throws a 422 where a link would end before it starts. */
export function checkPeriod({ startsAt, expiresAt }: Pick<Link, 'startsAt' | 'expiresAt'>): void {
  if (startsAt !== null && expiresAt !== null && expiresAt <= startsAt) {
    throw invalid('/expiresAt', 'A link must expire after it starts.');
  }
}

export function slugTaken(slug: string): AppError {
  const detail = `The slug "${slug}" is taken.`;
  return new AppError('slug_taken', detail, [{ pointer: '/slug', detail }]);
}
