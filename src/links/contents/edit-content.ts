import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import type { AppError, Conflict } from '../../errors.ts';
import type { Deps } from '../../ports.ts';
import type { ContentUpdate } from '../../store-ports/link-stores.ts';
import { contentKey } from '../../urls/content-key.ts';
import { mergeUtm, type UtmPatch } from '../../urls/merge-utm.ts';
import { changedFields } from '../create/ignored-fields.ts';
import { checkedUrl } from '../field-rules.ts';
import { type Hosts, hostsOf } from '../link-domain.ts';
import { conflictWith, contentConflict } from './conflict.ts';
import type { Content, ContentChanges } from './content.ts';
import { showContent } from './show-content.ts';
import { finishLinkSteps } from './step-links.ts';

/** What may change; absent fields stay as they are. */
export type ContentPatch = Omit<ContentChanges, 'key' | 'updatedAt' | 'utm'> & { utm?: UtmPatch };

type EditDeps = Pick<Deps, 'store' | 'settings' | 'requestHost'> & AuthorDeps;

/** Applies the patch; a new `url` takes along the links that led to the old one, of which a job moves the last if there are very many. */
export async function editContent(deps: EditDeps, id: string, patch: ContentPatch): Promise<Content> {
  const content = await showContent(deps, id);
  const edited = await change(deps, content, patch, false);
  if (edited === 'changed') throw new Error('A change without a condition was refused');
  return edited;
}

/** The same for a content as its caller has read it: 'changed' if it was changed or deleted since, which writes nothing. */
export const editReadContent = (
  deps: EditDeps,
  content: Content,
  patch: ContentPatch,
): Promise<Content | 'changed'> => change(deps, content, patch, true);

async function change(
  deps: EditDeps,
  content: Content,
  patch: ContentPatch,
  isUnchanged: boolean,
): Promise<Content | 'changed'> {
  const edit = planContentEdit(deps, await hostsOf(deps), content, patch);
  if (edit === null) return content;
  const { edited, changes, note } = edit;
  await refuseConflict(deps, edited);
  const outcome = await deps.store.contents.update(content, changes, note, { isUnchanged });
  if (outcome === 'changed') return outcome;
  if (outcome === 'taken') {
    await refuseConflict(deps, edited);
    throw new Error('The content that was in the way is gone');
  }
  if (edited.url !== content.url) await finishLinkSteps(deps, content.rowId);
  return edited;
}

/** A change to write, and the content as it will be. */
export interface ContentEdit extends ContentUpdate {
  patch: ContentPatch;
  edited: Content;
}

/** What a patch changes; null if nothing. Throws for an address that may not be used. */
export function planContentEdit(
  deps: AuthorDeps,
  hosts: Hosts,
  content: Content,
  patch: ContentPatch,
): ContentEdit | null {
  const changes = changesOf(hosts, content, patch);
  const changed = changedFields(changes, content);
  if (changed.length === 0) return null;
  const updatedAt = deps.clock();
  const edited = { ...content, ...changes, updatedAt };
  if (content.origin !== null) changes.origin = null;
  const note = auditNote(deps, 'content.update', content.id, changed);
  return { content, patch, changes: { ...changes, updatedAt }, note, edited };
}

function changesOf(hosts: Hosts, content: Content, patch: ContentPatch): ContentChanges {
  const { url, image, utm, ...rest } = patch;
  const changes: ContentChanges = rest;
  if (url !== undefined) {
    changes.url = checkedUrl(hosts, '/url', url);
    changes.key = contentKey(changes.url);
  }
  if (image !== undefined) changes.image = image === null ? null : checkedUrl(hosts, '/image', image);
  if (utm !== undefined) changes.utm = mergeUtm(content.utm, utm);
  return changes;
}

/** Throws the 409 if other contents have the address or the external id. */
async function refuseConflict({ store }: EditDeps, edited: Content): Promise<void> {
  const { key, externalId } = edited;
  const conflict = conflictAmong(
    await store.contents.byNames([key], externalId === null ? [] : [externalId]),
    edited,
  );
  if (conflict) throw conflict;
}

/** The 409 if one of these contents has the address or the external id of another one; null if none has. */
export function conflictAmong(others: Content[], edited: Content): AppError | null {
  const { rowId, key, url, externalId } = edited;
  const conflicts: Conflict[] = [];
  const atPage = others.find((other) => other.rowId !== rowId && other.key === key);
  const named = others.find((other) => other.rowId !== rowId && other.externalId === externalId);
  if (atPage) conflicts.push(conflictWith(atPage, 'url', url));
  if (named && externalId !== null) conflicts.push(conflictWith(named, 'externalId', externalId));
  return conflicts.length > 0 ? contentConflict(conflicts) : null;
}
