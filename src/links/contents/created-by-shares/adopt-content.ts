import type { ChangeAuthor } from '../../../audit/audit-entry.ts';
import type { Deps } from '../../../ports.ts';
import type { Content, NewContent } from '../content.ts';

/** The audit log's name for what visitors create by sharing. */
export const SHARE_AUTHOR: ChangeAuthor = { actor: { type: 'system', id: 'share' }, requestId: null };

type Adopter = Pick<Deps, 'store'> & { author: ChangeAuthor };

/** A content that a share link created belongs to the team once the team uses it, and is then not removed any more. */
export async function adoptContent<Given extends Content | NewContent>(
  { store, author }: Adopter,
  content: Given,
): Promise<Given> {
  if (content.origin === null || !('rowId' in content) || author === SHARE_AUTHOR) return content;
  await store.contents.update(content, { origin: null });
  return { ...content, origin: null };
}
