import { type AuthorDeps, auditNote } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { contentKey } from '../../urls/content-key.ts';
import { mergeUtm, type UtmPatch } from '../../urls/merge-utm.ts';
import { checkedUrl } from '../checks.ts';
import { type Hosts, hostsOf } from '../domain.ts';
import { changedFields } from '../ignored.ts';
import { contentConflict } from './conflict.ts';
import type { Content, ContentChanges } from './content.ts';
import { showContent } from './show-content.ts';
import { finishLinks } from './step-links.ts';

/** What may change; absent fields stay as they are. */
export type ContentPatch = Omit<ContentChanges, 'key' | 'updatedAt' | 'utm'> & { utm?: UtmPatch };

type EditDeps = Pick<Deps, 'store' | 'settings' | 'requestHost'> & AuthorDeps;

/** Applies the patch; a new `url` takes along the links that led to the old one, of which a job moves the last if there are very many. */
export async function editContent(deps: EditDeps, id: string, patch: ContentPatch): Promise<Content> {
  const content = await showContent(deps, id);
  const changes = changesOf(await hostsOf(deps), content, patch);
  const edited = { ...content, ...changes };
  const changed = changedFields(changes, content);
  if (changed.length === 0) return content;
  await refuseConflict(deps, edited);
  const updatedAt = deps.clock();
  const note = auditNote(deps, 'content.update', content.id, changed);
  const outcome = await deps.store.contents.update(content, { ...changes, updatedAt }, note);
  if (outcome === 'taken') throw contentConflict(edited.key === content.key ? 'externalId' : 'url');
  if (edited.url !== content.url) await finishLinks(deps, content.rowId);
  return { ...edited, updatedAt };
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

async function refuseConflict({ store }: EditDeps, edited: Content): Promise<void> {
  const { rowId, key, externalId } = edited;
  const sameKey = await store.contents.byKey(key);
  if (sameKey && sameKey.rowId !== rowId) throw contentConflict('url');
  const sameExternalId = externalId === null ? undefined : await store.contents.byExternalId(externalId);
  if (sameExternalId && sameExternalId.rowId !== rowId) throw contentConflict('externalId');
}
