import { broken } from '../../broken-rule.ts';
import { AppError, type Conflict, fieldError } from '../../errors.ts';
import type { Link, NewLink } from '../link.ts';
import { changedFields } from './ignored-fields.ts';

/** Where a link leads and what it is: a request for another value never gets this link. */
const DECISIVE = ['url', 'contentId', 'channel', 'domain', 'campaign', 'utm'] as const;

/** What a request says of a link with a known external id; null or '' for what it does not say. */
export type Claims =
  | Pick<Link, (typeof DECISIVE)[number]>
  | { [field in (typeof DECISIVE)[number]]: unknown };

/** How the link with this external id contradicts a request that names the same one. */
export function conflictsWithLink(link: Link, claims: Claims): Conflict[] {
  const given = Object.fromEntries(
    DECISIVE.map((field) => [field, claims[field]]).filter(
      ([field, value]) => field === 'domain' || (value !== null && value !== ''),
    ),
  );
  const stored: { [field: string]: unknown } = { ...link };
  return changedFields(given, stored).map((field) => conflictOf(link, field, given[field]));
}

function conflictOf(link: Link, field: string, requested: unknown): Conflict {
  const stored: unknown = link[field as keyof Link]; // one of `DECISIVE`
  const [has, wants] = [stored, requested].map((value) =>
    typeof value === 'string' && value !== '' ? value : JSON.stringify(value || null),
  );
  const detail = `The link ${link.id} has the ${field} ${has}, and the request asks for ${wants}.`;
  return { pointer: `/${field}`, detail, linkId: link.id, stored, requested };
}

/** A 409: the external id is that of another link. */
export function externalIdTaken(other: Link, externalId: string): AppError {
  const detail = `The link ${other.id} has this external id: ${externalId}.`;
  return linkConflict([
    { pointer: '/externalId', detail, linkId: other.id, stored: externalId, requested: externalId },
  ]);
}

export function linkConflict(conflicts: Conflict[]): AppError {
  const fields = conflicts.map(({ pointer }) =>
    fieldError(pointer, broken(pointer === '/externalId' ? 'link_external_id' : 'link_value')),
  );
  return new AppError('link_conflict', fields[0]?.detail ?? 'Another link conflicts.', fields, conflicts);
}

/** The names of the options that a request gives and a known link does not have. */
export function ignoredOf(wanted: NewLink, link: Link, defaults: object): string[] {
  const {
    id,
    slug,
    custom,
    createdAt,
    updatedAt,
    passwordHash,
    url,
    channel,
    domain,
    campaign,
    utm,
    ...options
  } = wanted;
  const stored: { [field: string]: unknown } = { ...link };
  const isDefault = (field: string, value: unknown) =>
    JSON.stringify(value) === JSON.stringify(Reflect.get(defaults, field));
  const given = Object.entries(options).filter(([field, value]) => !isDefault(field, value));
  const differs = changedFields(Object.fromEntries(given), stored);
  return custom && slug !== link.slug ? [...differs, 'slug'] : differs;
}
