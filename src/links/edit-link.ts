import type { Deps } from '../ports.ts';
import { changedFields } from './ignored.ts';
import type { Link, LinkChanges } from './link.ts';
import { mergeUtm, type UtmPatch } from './merge-utm.ts';
import { checkedUrl, checkPeriod } from './minting.ts';
import { showLink } from './show-link.ts';

/** What may change; absent fields stay as they are. */
export type LinkPatch = Omit<LinkChanges, 'updatedAt' | 'utm'> & { utm?: UtmPatch };

/** Applies the patch; a new `url` keeps the statistics and notes the old destination. */
export async function editLink(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  id: string,
  patch: LinkPatch,
): Promise<Link> {
  const link = await showLink(deps, id);
  const { utm, url, ...rest } = patch;
  const wanted: LinkChanges = {
    ...rest,
    ...(url === undefined ? {} : { url: checkedUrl(deps, '/url', url) }),
    ...(utm === undefined ? {} : { utm: mergeUtm(link.utm, utm) }),
  };
  const edited = { ...link, ...wanted };
  checkPeriod(edited);
  if (changedFields(wanted, link).length === 0) return link;
  const updatedAt = deps.clock();
  await deps.store.links.update(link, { ...wanted, updatedAt });
  return { ...edited, updatedAt };
}
