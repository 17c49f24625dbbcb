import type { Deps } from '../ports.ts';
import { showLink } from './show-link.ts';

/** Deletes a link for good: its slug answers 410 from now on and is never minted again. */
export async function deleteLink(deps: Pick<Deps, 'store' | 'clock' | 'rollUp'>, id: string): Promise<void> {
  const link = await showLink(deps, id);
  await deps.store.links.remove(link, deps.clock());
  deps.rollUp.request();
}
