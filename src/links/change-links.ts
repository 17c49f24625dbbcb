/** Changes of many links, each with an outcome of its own. */
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { AppError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { editLink, type LinkEdit, type LinkPatch, planEdit } from './edit-link.ts';
import { asError, inBatches } from './in-batches.ts';
import type { Link } from './link.ts';
import { type HostDeps, type Hosts, hostsOf } from './link-domain.ts';
import { showLink } from './show-link.ts';

/** Links per transaction, which takes some milliseconds. */
const LINKS_AT_ONCE = 50;

type ChangeDeps = Pick<Deps, 'store' | 'passwords' | 'rollUp'> & HostDeps & AuthorDeps;

interface Named {
  id: string;
}

/** The links of a batch by the names that its items use. Two names of one link are not known to be the same. */
async function readLinks({ store }: Pick<Deps, 'store'>, items: Named[]): Promise<Map<string, Link>> {
  const ids = items.map(({ id }) => id).filter((id) => id.startsWith('lnk_'));
  const page = { limit: items.length, before: null };
  const found = ids.length === 0 ? [] : await store.links.list({ ids, archived: null }, page);
  return new Map(found.map((link) => [link.id, link]));
}

/** Does for each item, in order, what `editLink` does. */
export async function editLinks(
  deps: ChangeDeps,
  items: { id: string; patch: LinkPatch }[],
): Promise<(Link | Error)[]> {
  const hosts = await hostsOf(deps);
  return inBatches(items, LINKS_AT_ONCE, async (batch) => {
    const links = await readLinks(deps, batch);
    const outcomes = new Map<string, Link | Error>();
    const edits: LinkEdit[] = [];
    const alone: { id: string; patch: LinkPatch }[] = [];
    for (const item of batch) {
      const link = links.get(item.id);
      // What may conflict with other links is written on its own.
      if (!link || item.patch.externalId !== undefined) alone.push(item);
      else await planOne(deps, hosts, { link, patch: item.patch }, edits, outcomes);
    }
    if (edits.length > 0) await writeAll(deps, edits, outcomes);
    for (const { id, patch } of alone) outcomes.set(id, await editLink(deps, id, patch).catch(asError));
    return batch.map(({ id }) => outcomes.get(id) ?? new Error('A link was lost while it was changed'));
  });
}

async function planOne(
  deps: ChangeDeps,
  hosts: Hosts,
  { link, patch }: { link: Link; patch: LinkPatch },
  edits: LinkEdit[],
  outcomes: Map<string, Link | Error>,
): Promise<void> {
  try {
    const edit = await planEdit(deps, hosts, link, patch);
    if (edit) edits.push(edit);
    outcomes.set(link.id, edit?.edited ?? link);
  } catch (error) {
    outcomes.set(link.id, asError(error));
  }
}

/** A batch that fails has changed nothing. */
async function writeAll(deps: ChangeDeps, edits: LinkEdit[], outcomes: Map<string, Link | Error>) {
  try {
    await deps.store.links.updateAll(edits);
  } catch (error) {
    for (const { link } of edits) outcomes.set(link.id, asError(error));
  }
}

/** Does for each id, in order, what `deleteLink` does; null for a deleted link. */
export async function deleteLinks(deps: ChangeDeps, ids: string[]): Promise<(null | Error)[]> {
  const items = ids.map((id) => ({ id }));
  const outcomes = await inBatches(items, LINKS_AT_ONCE, async (batch): Promise<(null | Error)[]> => {
    const links = await readLinks(deps, batch);
    const removals = batch.flatMap(({ id }) => {
      const link = links.get(id);
      return link ? [{ link, note: auditNote(deps, 'link.delete', link.id) }] : [];
    });
    const failed = await deps.store.links.removeAll(removals, deps.clock()).then(() => null, asError);
    const results: (null | Error)[] = [];
    for (const { id } of batch) results.push(links.has(id) ? failed : await removeOne(deps, id));
    return results;
  });
  deps.rollUp.request();
  return outcomes;
}

/** Deletes a link that was named by its external id. */
async function removeOne(deps: ChangeDeps, id: string): Promise<null | Error> {
  try {
    const link = await showLink(deps, id);
    await deps.store.links.remove(link, deps.clock(), auditNote(deps, 'link.delete', link.id));
    return null;
  } catch (error) {
    return error instanceof AppError ? error : asError(error);
  }
}
