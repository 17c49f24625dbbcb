import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { showContent } from './show-content.ts';

/** Deletes a content and all its links. Their slugs stay reserved until an admin reuses them. */
export async function deleteContent(
  deps: Pick<Deps, 'store' | 'rollUp'> & AuthorDeps,
  id: string,
): Promise<void> {
  const content = await showContent(deps, id);
  const note = auditNote(deps, 'content.delete', content.id);
  await deps.store.contents.remove(content.rowId, deps.clock(), note);
  deps.rollUp.request();
}
