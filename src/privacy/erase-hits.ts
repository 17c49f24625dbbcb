import { type AuditNote, type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { showContent } from '../links/contents/show-content.ts';
import { showLink } from '../links/show-link.ts';
import type { Deps } from '../ports.ts';

type EraseDeps = Pick<Deps, 'store' | 'rollUp'> & AuthorDeps;

/** Erases all visits to a link and keeps the link. Throws `not_found`. */
export async function eraseLinkHits(deps: EraseDeps, id: string): Promise<void> {
  const link = await showLink(deps, id);
  await erase(deps, [link.rowId], auditNote(deps, 'link.erase', link.id));
}

/** Erases the visits to all links of a content, given by its `cnt_…` or `ext_…` id. Throws `not_found`. */
export async function eraseContentHits(deps: EraseDeps, id: string): Promise<void> {
  const content = await showContent(deps, id);
  const links = await deps.store.links.ofContents([content.rowId]);
  await erase(
    deps,
    links.map(({ rowId }) => rowId),
    auditNote(deps, 'content.erase', content.id),
  );
}

async function erase({ store, rollUp }: EraseDeps, linkRowIds: number[], note: AuditNote): Promise<void> {
  await store.hits.erase(linkRowIds, note);
  rollUp.request();
}
