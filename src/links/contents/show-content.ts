import type { Store } from '../../store-ports/store.ts';
import type { Content } from './content.ts';
import { findContent, unknownContent } from './find-content.ts';

/** The content with this `cnt_…` or `ext_…` id; `not_found` for any other, a deleted one included. */
export async function showContent({ store }: { store: Store }, id: string): Promise<Content> {
  const content = await findContent(store.contents, id);
  if (!content) throw unknownContent();
  return content;
}
