import type { Page, Store } from '../store-ports.ts';
import type { Content, ContentFilter } from './content.ts';
import { contentKey } from './content-key.ts';

/** Filters as callers give them; `url` finds the content with the same key, so one or none. */
export type ContentQuery = Omit<ContentFilter, 'key'> & { url?: string };

/** One page of contents, newest first. */
export async function listContents(
  { store }: { store: Store },
  { url, ...filter }: ContentQuery,
  page: Page,
): Promise<Content[]> {
  if (url === undefined) return store.contents.list(filter, page);
  const href = URL.parse(url)?.href;
  return href === undefined ? [] : store.contents.list({ ...filter, key: contentKey(href) }, page);
}
