import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { showContent } from './show-content.ts';
import { finishLinkSteps } from './step-links.ts';

/** Deletes a content and all its links, of which a job deletes the last if there are very many. Their slugs stay reserved until an admin reuses them. */
export async function deleteContent(
  deps: Pick<Deps, 'store' | 'rollUp'> & AuthorDeps,
  id: string,
): Promise<void> {
  const content = await showContent(deps, id);
  const note = auditNote(deps, 'content.delete', content.id);
  await deps.store.contents.remove(content.rowId, deps.clock(), note);
  await finishLinkSteps(deps, content.rowId);
  deps.rollUp.request();
}
