import type { Deps } from '../ports.ts';
import { showLink } from './show-link.ts';

/** Deletes a link. Its slug answers 410 and stays reserved until an admin reuses it. */
export async function deleteLink(deps: Pick<Deps, 'store' | 'clock' | 'rollUp'>, id: string): Promise<void> {
  const link = await showLink(deps, id);
  await deps.store.links.remove(link, deps.clock());
  deps.rollUp.request();
}
