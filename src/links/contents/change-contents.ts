/** Changes of many contents, each with an outcome of its own. */
import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { asError, inBatches } from '../in-batches.ts';
import { type Hosts, hostsOf } from '../link-domain.ts';
import type { Content } from './content.ts';
import {
  type ContentEdit,
  type ContentPatch,
  conflictAmong,
  editContent,
  planContentEdit,
} from './edit-content.ts';
import { contentRef, unknownContent } from './find-content.ts';
import { finishLinkSteps, MAX_STEPS } from './step-links.ts';

/** Contents per transaction, which takes some milliseconds. */
const CONTENTS_AT_ONCE = 25;

type ChangeDeps = Pick<Deps, 'store' | 'settings' | 'requestHost' | 'rollUp'> & AuthorDeps;

interface Item {
  id: string;
  patch: ContentPatch;
}

/** The contents of a batch by the names that its items use. */
async function readContents({ store }: ChangeDeps, items: { id: string }[]): Promise<Map<string, Content>> {
  const refs = items.map(({ id }) => ({ id, ...contentRef(id) }));
  const valuesBy = (kind: 'id' | 'externalId') =>
    refs.flatMap(({ by, value }) => (by === kind ? [value] : []));
  const [ids, externalIds] = [valuesBy('id'), valuesBy('externalId')];
  const [byId, named] = await Promise.all([
    ids.length > 0 ? store.contents.byIds(ids) : [],
    externalIds.length > 0 ? store.contents.byNames([], externalIds) : [],
  ]);
  const found = new Map(byId.map((content) => [content.id, content]));
  const foundByName = new Map(named.map((content) => [content.externalId, content]));
  return new Map(
    refs.flatMap(({ id, by, value }) => {
      const content = by === 'id' ? found.get(value) : foundByName.get(value);
      return content ? [[id, content] as const] : [];
    }),
  );
}

/** Does for each item, in order, what `editContent` does. */
export async function editContents(deps: ChangeDeps, items: Item[]): Promise<(Content | Error)[]> {
  const hosts = await hostsOf(deps);
  const steps = { left: MAX_STEPS };
  return inBatches(items, CONTENTS_AT_ONCE, (batch) => editBatch(deps, { hosts, steps }, batch));
}

interface Shared {
  hosts: Hosts;
  /** What this request still does itself of the links that move. */
  steps: { left: number };
}

async function editBatch(deps: ChangeDeps, shared: Shared, batch: Item[]): Promise<(Content | Error)[]> {
  const contents = await readContents(deps, batch);
  const plans = batch.map(({ id, patch }) => planOne(deps, shared.hosts, contents.get(id), patch));
  const edits = plans.filter((plan) => 'edited' in plan);
  const rivals = await readRivals(deps, edits);
  const outcomes: (Content | Error)[] = [];
  const together: ContentEdit[] = [];
  const alone = async (from: number) => {
    for (const { id, patch } of batch.slice(from))
      outcomes.push(await editContent(deps, id, patch).catch(asError));
  };
  for (const [index, plan] of plans.entries()) {
    if (plan instanceof Error || !('edited' in plan)) outcomes.push(plan);
    else if (dependsOn(together, rivals, plan)) {
      // What depends on an earlier item of the batch sees what that has written.
      await writeAll(deps, shared, together, outcomes);
      await alone(index);
      return outcomes;
    } else {
      const conflict = conflictAmong(rivals, plan.edited);
      outcomes.push(conflict ?? plan.edited);
      if (!conflict) together.push(plan);
    }
  }
  await writeAll(deps, shared, together, outcomes);
  return outcomes;
}

/** What is to be written, the content if there is nothing to write, or why that is refused. */
function planOne(
  deps: ChangeDeps,
  hosts: Hosts,
  content: Content | undefined,
  patch: ContentPatch,
): ContentEdit | Content | Error {
  if (!content) return unknownContent();
  try {
    return planContentEdit(deps, hosts, content, patch) ?? content;
  } catch (error) {
    return asError(error);
  }
}

/** The contents that have now what the edits ask for. */
function readRivals({ store }: ChangeDeps, edits: ContentEdit[]): Promise<Content[]> {
  const keys = edits.flatMap(({ content, edited }) => (edited.key === content.key ? [] : [edited.key]));
  const externalIds = edits.flatMap(({ content, edited: { externalId } }) =>
    externalId === null || externalId === content.externalId ? [] : [externalId],
  );
  return keys.length + externalIds.length === 0
    ? Promise.resolve([])
    : store.contents.byNames(keys, externalIds);
}

/** Whether an edit is about a content that earlier edits change, or asks for what they ask for or give up. */
function dependsOn(earlier: ContentEdit[], rivals: Content[], { content, edited }: ContentEdit): boolean {
  const isClaimed = (other: Content) =>
    other.key === edited.key || (edited.externalId !== null && other.externalId === edited.externalId);
  return earlier.some(
    (edit) =>
      edit.content.rowId === content.rowId ||
      isClaimed(edit.edited) ||
      rivals.some((rival) => rival.rowId === edit.content.rowId && isClaimed(rival)),
  );
}

/** Writes edits together, or one after the other if that fails, and moves the links of contents with many. */
async function writeAll(
  deps: ChangeDeps,
  { steps }: Shared,
  edits: ContentEdit[],
  outcomes: (Content | Error)[],
): Promise<void> {
  if (edits.length === 0) return;
  const outcome = await deps.store.contents.updateAll(edits).catch(asError);
  if (outcome !== 'updated') {
    // Nothing is written. If another request has just taken an address, only the edit in its way is refused.
    for (const { content, patch, edited } of edits) {
      const instead =
        outcome instanceof Error ? outcome : await editContent(deps, content.id, patch).catch(asError);
      outcomes.splice(outcomes.indexOf(edited), 1, instead);
    }
    return;
  }
  const moved = edits.filter(({ content, edited }) => edited.url !== content.url);
  if (moved.length === 0) return;
  const left = await deps.store.contents.linksLeft(moved.map(({ content }) => content.rowId));
  for (const rowId of left.keys()) steps.left = await finishLinkSteps(deps, rowId, steps.left);
}

/** Does for each id, in order, what `deleteContent` does; jobs delete the links that one step leaves. Null if deleted. */
export async function deleteContents(deps: ChangeDeps, ids: string[]): Promise<(null | Error)[]> {
  const items = ids.map((id) => ({ id }));
  const outcomes = await inBatches(items, CONTENTS_AT_ONCE, async (batch) => {
    const contents = await readContents(deps, batch);
    const seen = new Set<number>();
    // Two names may be of one content.
    const isFirst = (content: Content | undefined) =>
      content !== undefined && !seen.has(content.rowId) && seen.add(content.rowId) !== undefined;
    const first = batch.map(({ id }) => isFirst(contents.get(id)));
    const removals = batch.flatMap(({ id }, index) => {
      const content = contents.get(id);
      if (!content || !first[index]) return [];
      return [{ rowId: content.rowId, note: auditNote(deps, 'content.delete', content.id) }];
    });
    const failed =
      removals.length === 0
        ? null
        : await deps.store.contents.removeAll(removals, deps.clock()).then(() => null, asError);
    return batch.map((_, index) => (first[index] ? failed : unknownContent()));
  });
  deps.rollUp.request();
  return outcomes;
}
