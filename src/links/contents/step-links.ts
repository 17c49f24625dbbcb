/** Long work on the links of one content, in steps between which other requests run. */
import { nextTurn } from '../../next-turn.ts';
import type { Store } from '../../store-ports/store.ts';
import type { Link } from '../link.ts';

/** Steps that a request does itself; the jobs of the runtime do the others. */
export const MAX_STEPS = 200;
const LINKS_PER_PAGE = 250;

type StoreDeps = { store: Pick<Store, 'contents' | 'links'> };

/** Does what a change of a content has left to do on its links, unless that takes too many steps. Answers how many are left. */
export async function finishLinkSteps(
  { store }: StoreDeps,
  contentRowId: number,
  steps = MAX_STEPS,
): Promise<number> {
  for (let left = steps; left > 0; left--) {
    const { more } = await store.contents.stepLinks(contentRowId);
    if (!more) return left;
    await nextTurn();
  }
  return 0;
}

/** All live links of a content, oldest first, in pages. */
export async function* pagesOfLinks(
  { store }: StoreDeps,
  contentRowId: number,
): AsyncGenerator<Link[], void> {
  for (let after = 0; ; ) {
    const page = await store.links.ofContent(contentRowId, { after, limit: LINKS_PER_PAGE });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    if (page.length < LINKS_PER_PAGE) return;
    after = last.rowId;
    await nextTurn();
  }
}
