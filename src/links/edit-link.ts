import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import type { LinkUpdate } from '../store-ports/link-stores.ts';
import { mergeUtm, type UtmPatch } from '../urls/merge-utm.ts';
import { changedFields } from './create/ignored-fields.ts';
import { externalIdTaken } from './create/link-conflict.ts';
import { checkedExpiredUrl, checkedUrl, checkPeriod, passwordHash } from './field-rules.ts';
import type { Link, LinkChanges } from './link.ts';
import { type HostDeps, type Hosts, hostsOf } from './link-domain.ts';
import { showLink } from './show-link.ts';

/** What may change; absent fields stay as they are. */
export type LinkPatch = Omit<LinkChanges, 'updatedAt' | 'utm' | 'passwordHash'> & {
  utm?: UtmPatch;
  /** As people will type it; null opens the link to all. */
  password?: string | null;
};

type EditDeps = Pick<Deps, 'store' | 'passwords'> & HostDeps & AuthorDeps;

/** Applies the patch; a new `url` keeps the statistics and notes the old destination. */
export async function editLink(deps: EditDeps, id: string, patch: LinkPatch): Promise<Link> {
  const edited = await change(deps, await showLink(deps, id), patch, false);
  if (edited === 'changed') throw new Error('A change without a condition was refused');
  return edited;
}

/** The same for a link as its caller has read it: 'changed' if it was changed or deleted since, which writes nothing. */
export const editReadLink = (deps: EditDeps, link: Link, patch: LinkPatch): Promise<Link | 'changed'> =>
  change(deps, link, patch, true);

async function change(
  deps: EditDeps,
  link: Link,
  patch: LinkPatch,
  isUnchanged: boolean,
): Promise<Link | 'changed'> {
  const edit = await planEdit(deps, await hostsOf(deps), link, patch);
  if (edit === null) return link;
  if (edit.changed.includes('externalId')) await refuseTaken(deps, edit.edited);
  const outcome = await deps.store.links.updateAll([{ ...edit, isUnchanged }]);
  if (outcome === 'changed') return outcome;
  if (outcome === 'taken') {
    await refuseTaken(deps, edit.edited);
    throw new Error('The link that was in the way is gone');
  }
  return edit.edited;
}

/** A change that is ready to be written. */
export interface LinkEdit extends LinkUpdate {
  edited: Link;
  changed: string[];
}

/** What the patch changes; null if nothing. Throws what the patch has to be refused for. */
export async function planEdit(
  deps: Pick<Deps, 'passwords'> & AuthorDeps,
  hosts: Hosts,
  link: Link,
  patch: LinkPatch,
): Promise<LinkEdit | null> {
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
  if (changed.length === 0) return null;
  const updatedAt = deps.clock();
  const fields = changed.map((field) => (field === 'passwordHash' ? 'password' : field));
  const note = auditNote(deps, 'link.update', link.id, fields);
  return { link, edited: { ...edited, updatedAt }, changed, changes: { ...wanted, updatedAt }, note };
}

/** Throws the 409 if another link has the external id. */
async function refuseTaken({ store }: Pick<Deps, 'store'>, { rowId, externalId }: Link): Promise<void> {
  const other = externalId === null ? undefined : await store.links.byExternalId(externalId);
  if (other && other.rowId !== rowId) throw externalIdTaken(other, externalId ?? '');
}
