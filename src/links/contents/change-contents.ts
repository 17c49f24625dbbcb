/** Changes of many contents, each with an outcome of its own. */
import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import { nextTurn } from '../../next-turn.ts';
import type { Deps } from '../../ports.ts';
import type { Content } from './content.ts';
import { type ContentPatch, editContent } from './edit-content.ts';
import { showContent } from './show-content.ts';

type ChangeDeps = Pick<Deps, 'store' | 'settings' | 'requestHost' | 'rollUp'> & AuthorDeps;

/** Runs `work` on each item, between other requests. */
async function inTurns<Item, Outcome>(
  items: Item[],
  work: (item: Item) => Promise<Outcome>,
): Promise<(Outcome | Error)[]> {
  const outcomes: (Outcome | Error)[] = [];
  for (const item of items) {
    outcomes.push(
      await work(item).catch((error) => (error instanceof Error ? error : new Error(String(error)))),
    );
    await nextTurn();
  }
  return outcomes;
}

/** Does for each item, in order, what `editContent` does. */
export const editContents = (
  deps: ChangeDeps,
  items: { id: string; patch: ContentPatch }[],
): Promise<(Content | Error)[]> => inTurns(items, ({ id, patch }) => editContent(deps, id, patch));

/** Does for each id, in order, what `deleteContent` does; jobs delete the links that one step leaves. Null if deleted. */
export async function deleteContents(deps: ChangeDeps, ids: string[]): Promise<(null | Error)[]> {
  const outcomes = await inTurns(ids, async (id) => {
    const content = await showContent(deps, id);
    const note = auditNote(deps, 'content.delete', content.id);
    await deps.store.contents.remove(content.rowId, deps.clock(), note);
    return null;
  });
  deps.rollUp.request();
  return outcomes;
}
