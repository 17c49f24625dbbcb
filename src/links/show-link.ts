import { AppError } from '../errors.ts';
import type { Store } from '../store-ports.ts';
import type { Link } from './link.ts';

/** The link with this `lnk_…` id; `not_found` for any other, a deleted one included. */
export async function showLink({ store }: { store: Store }, id: string): Promise<Link> {
  const link = await store.links.get(id);
  if (!link) throw new AppError('not_found', 'Unknown link.');
  return link;
}
