import { AppError } from '../errors.ts';
import type { Store } from '../store-ports.ts';
import { externalIdIn } from './external-id.ts';
import type { Link } from './link.ts';

/** The link with this `lnk_…` id, or with the caller's own id as `ext_{externalId}`; `not_found` for any other, a deleted one included. */
export async function showLink({ store }: { store: Store }, id: string): Promise<Link> {
  const externalId = externalIdIn(id);
  const link = await (externalId === null ? store.links.get(id) : store.links.byExternalId(externalId));
  if (!link) throw new AppError('not_found', 'Unknown link.');
  return link;
}
