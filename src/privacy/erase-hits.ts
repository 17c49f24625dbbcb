import { type AuditNote, type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { showContent } from '../links/contents/show-content.ts';
import { pagesOfLinks } from '../links/contents/step-links.ts';
import { showLink } from '../links/show-link.ts';
import type { Deps } from '../ports.ts';

type EraseDeps = Pick<Deps, 'store' | 'rollUp'> & AuthorDeps;

/** Erases all visits to a link and keeps the link. Throws `not_found`. */
export async function eraseLinkHits(deps: EraseDeps, id: string): Promise<void> {
  const link = await showLink(deps, id);
  await deps.store.hits.erase([link.rowId], auditNote(deps, 'link.erase', link.id));
  deps.rollUp.request();
}

/** Erases the visits to all links of a content, given by its `cnt_…` or `ext_…` id. Throws `not_found`. */
export async function eraseContentHits(deps: EraseDeps, id: string): Promise<void> {
  const content = await showContent(deps, id);
  let note: AuditNote | undefined = auditNote(deps, 'content.erase', content.id);
  for await (const links of pagesOfLinks(deps, content.rowId)) {
    await deps.store.hits.erase(
      links.map(({ rowId }) => rowId),
      note,
    );
    note = undefined;
  }
  if (note) await deps.store.hits.erase([], note);
  deps.rollUp.request();
}
