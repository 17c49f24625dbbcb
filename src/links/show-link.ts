import { AppError } from '../errors.ts';
import type { Store } from '../store-ports/store.ts';
import { externalIdIn } from './external-id.ts';
import type { Link } from './link.ts';

/** The link with this `lnk_…` id, or with the caller's own id as `ext_{externalId}`. */
export function findLink({ store }: { store: Store }, id: string): Promise<Link | undefined> {
  const externalId = externalIdIn(id);
  return externalId === null ? store.links.get(id) : store.links.byExternalId(externalId);
}

/** The same link; `not_found` if it is unknown or deleted. */
export async function showLink({ store }: { store: Store }, id: string): Promise<Link> {
  const link = await findLink({ store }, id);
  if (!link) throw new AppError('not_found', 'Unknown link.');
  return link;
}
