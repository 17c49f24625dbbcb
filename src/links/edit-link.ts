import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import { mergeUtm, type UtmPatch } from '../urls/merge-utm.ts';
import { checkedExpiredUrl, checkedUrl, checkPeriod, passwordHash } from './checks.ts';
import { type HostDeps, hostsOf } from './domain.ts';
import { changedFields } from './ignored.ts';
import type { Link, LinkChanges } from './link.ts';
import { externalIdTaken } from './link-conflict.ts';
import { showLink } from './show-link.ts';

/** What may change; absent fields stay as they are. */
export type LinkPatch = Omit<LinkChanges, 'updatedAt' | 'utm' | 'passwordHash'> & {
  utm?: UtmPatch;
  /** As people will type it; null opens the link to all. */
  password?: string | null;
};

/** Applies the patch; a new `url` keeps the statistics and notes the old destination. */
export async function editLink(
  deps: Pick<Deps, 'store' | 'passwords'> & HostDeps & AuthorDeps,
  id: string,
  patch: LinkPatch,
): Promise<Link> {
  const link = await showLink(deps, id);
  const hosts = await hostsOf(deps);
  const { utm, url, expiredUrl, password, ...rest } = patch;
  const wanted: LinkChanges = {
    ...rest,
    ...(url === undefined ? {} : { url: checkedUrl(hosts, '/url', url) }),
    ...(expiredUrl === undefined ? {} : { expiredUrl: checkedExpiredUrl(hosts, expiredUrl) }),
    ...(password === undefined ? {} : { passwordHash: await passwordHash(deps, password) }),
    ...(utm === undefined ? {} : { utm: mergeUtm(link.utm, utm) }),
  };
  const edited = { ...link, ...wanted };
  checkPeriod(edited);
  const changed = changedFields(wanted, link);
  if (changed.length === 0) return link;
  if (changed.includes('externalId')) await refuseTaken(deps, edited);
  const updatedAt = deps.clock();
  const fields = changed.map((field) => (field === 'passwordHash' ? 'password' : field));
  const note = auditNote(deps, 'link.update', link.id, fields);
  const outcome = await deps.store.links.update(link, { ...wanted, updatedAt }, note);
  if (outcome === 'taken') {
    await refuseTaken(deps, edited);
    throw new Error('The link that was in the way is gone');
  }
  return { ...edited, updatedAt };
}

/** Throws the 409 if another link has the external id. */
async function refuseTaken({ store }: Pick<Deps, 'store'>, { rowId, externalId }: Link): Promise<void> {
  const other = externalId === null ? undefined : await store.links.byExternalId(externalId);
  if (other && other.rowId !== rowId) throw externalIdTaken(other, externalId ?? '');
}
