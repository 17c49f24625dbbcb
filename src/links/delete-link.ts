import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Deps } from '../ports.ts';
import { showLink } from './show-link.ts';

/** Deletes a link. Its slug answers 410 and stays reserved until an admin reuses it. */
export async function deleteLink(
  deps: Pick<Deps, 'store' | 'rollUp'> & AuthorDeps,
  id: string,
): Promise<void> {
  const link = await showLink(deps, id);
  await deps.store.links.remove(link, deps.clock(), auditNote(deps, 'link.delete', link.id));
  deps.rollUp.request();
}
