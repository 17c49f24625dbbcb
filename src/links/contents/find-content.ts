import { AppError } from '../../errors.ts';
import type { ContentStore } from '../../store-ports/link-stores.ts';
import type { ContentRef } from '../create/existing-state.ts';
import { externalIdIn } from '../external-id.ts';
import type { Content } from './content.ts';

/** Reads a `cnt_…` id or `ext_{externalId}`. */
export function contentRef(id: string): ContentRef {
  const externalId = externalIdIn(id);
  return externalId === null ? { by: 'id', value: id } : { by: 'externalId', value: externalId };
}

export const unknownContent = (): AppError => new AppError('not_found', 'Unknown content.');

/** The content with this `cnt_…` id, or with the caller's own id as `ext_{externalId}`. */
export function findContent(contents: ContentStore, id: string): Promise<Content | undefined> {
  const { by, value } = contentRef(id);
  return by === 'externalId' ? contents.byExternalId(value) : contents.get(value);
}
