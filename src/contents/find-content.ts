import type { ContentStore } from '../ports.ts';
import type { Content } from './content.ts';

const EXTERNAL = 'ext_';

/** The content with this `cnt_…` id, or with the caller's own id as `ext_{externalId}`. */
export function findContent(contents: ContentStore, id: string): Promise<Content | undefined> {
  return id.startsWith(EXTERNAL) ? contents.byExternalId(id.slice(EXTERNAL.length)) : contents.get(id);
}
