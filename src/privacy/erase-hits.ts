import { showContent } from '../links/contents/show-content.ts';
import { showLink } from '../links/show-link.ts';
import type { Deps } from '../ports.ts';

type EraseDeps = Pick<Deps, 'store' | 'rollUp'>;

/** Erases all visits to a link and keeps the link. Throws `not_found`. */
export async function eraseLinkHits(deps: EraseDeps, id: string): Promise<void> {
  const link = await showLink(deps, id);
  await erase(deps, [link.rowId]);
}

/** Erases the visits to all links of a content, given by its `cnt_…` or `ext_…` id. Throws `not_found`. */
export async function eraseContentHits(deps: EraseDeps, id: string): Promise<void> {
  const content = await showContent(deps, id);
  const links = await deps.store.links.ofContents([content.rowId]);
  await erase(
    deps,
    links.map(({ rowId }) => rowId),
  );
}

async function erase({ store, rollUp }: EraseDeps, linkRowIds: number[]): Promise<void> {
  await store.hits.erase(linkRowIds);
  rollUp.request();
}
