import type { ContentStore } from '../../store-ports.ts';
import type { Content } from './content.ts';

const EXTERNAL = 'ext_';

/** The contents with these ids, by the id as given. */
export async function findContents(contents: ContentStore, given: string[]): Promise<Map<string, Content>> {
  if (given.length === 0) return new Map();
  const external = given.filter((id) => id.startsWith(EXTERNAL)).map((id) => id.slice(EXTERNAL.length));
  const [own, theirs] = await Promise.all([contents.byIds(given), contents.byExternalIds(external)]);
  return new Map([
    ...own.map((content) => [content.id, content] as const),
    ...theirs.map((content) => [`${EXTERNAL}${content.externalId}`, content] as const),
  ]);
}

/** The content with this `cnt_…` id, or with the caller's own id as `ext_{externalId}`. */
export function findContent(contents: ContentStore, id: string): Promise<Content | undefined> {
  return id.startsWith(EXTERNAL) ? contents.byExternalId(id.slice(EXTERNAL.length)) : contents.get(id);
}
