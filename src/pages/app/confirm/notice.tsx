import { MOST_COUNTED } from '../../../links/contents/count-links.ts';
import { EDIT_WORDS } from '../edit/words.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import type { ListKind } from '../lists/list-query.ts';
import { CONFIRM_WORDS, type ConfirmWords } from './words.ts';

/** Rows that are changed at once. */
export const MOST_AT_ONCE = 500;

const has = <Texts extends object>(texts: Texts, name: string): name is keyof Texts & string =>
  Object.hasOwn(texts, name);

/** What the action before this page has done, as its address says; null for nothing that is known. */
function noticeOf(c: AppContext, kind: ListKind): string | null {
  const { language, format } = viewFor(c);
  const { done, doneTo, bulk }: ConfirmWords = CONFIRM_WORDS[language];
  const name = c.req.query('notice') ?? '';
  const count = Number(c.req.query('n') ?? '');
  if (name === 'tooMany') return bulk.tooMany(MOST_AT_ONCE, format);
  if (has(done, name)) return done[name];
  if (!Number.isInteger(count) || count < 1) return null;
  if (name === 'moved' && count <= MOST_COUNTED) return EDIT_WORDS[language].moved(count, format);
  if (!has(doneTo, name) || count > MOST_AT_ONCE) return null;
  return doneTo[name](kind, count, format);
}

/** Says what the action before this page has done. */
export function Notice({ c, kind }: { c: AppContext; kind: ListKind }) {
  const text = noticeOf(c, kind);
  return text === null ? null : (
    <p class="status" role="status">
      {text}
    </p>
  );
}
