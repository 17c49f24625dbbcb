import type { Deps } from '../../ports.ts';
import type { Page } from '../../row-page.ts';
import {
  type ClickOrder,
  type ClickPage,
  type ClickSlot,
  type RankedList,
  rankByClicks,
} from '../../stats/rank-by-clicks.ts';
import type { Store } from '../../store-ports.ts';
import { contentKey } from '../../urls/content-key.ts';
import { trimAddress } from '../../urls/destination.ts';
import type { Content, ContentFilter } from './content.ts';

/** Filters as callers give them; `url` finds the content with the same key, so one or none. */
export type ContentQuery = Omit<ContentFilter, 'key' | 'ids' | 'notIds'> & { url?: string };

/** One page of contents, newest first. */
export async function listContents(
  { store }: { store: Store },
  query: ContentQuery,
  page: Page,
): Promise<Content[]> {
  const filter = filterOf(query);
  return filter === null ? [] : store.contents.list(filter, page);
}

/** The same contents in the order of their clicks in a period. Throws `validation` as `rankByClicks` does. */
export async function listContentsByClicks(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  query: ContentQuery,
  order: ClickOrder,
  slot: ClickSlot,
): Promise<ClickPage<Content>> {
  const filter = filterOf(query);
  const list: RankedList<Content> = {
    dimension: 'content',
    // Its links have its tags, but not always its campaign.
    filters: query.tag === undefined ? {} : { tag: [query.tag] },
    list: async (page, only) =>
      filter === null ? [] : deps.store.contents.list({ ...filter, ...only }, page),
  };
  return rankByClicks(deps, list, order, slot);
}

/** What the store is asked for; null where no content can match. */
function filterOf({ url, ...filter }: ContentQuery): ContentFilter | null {
  if (url === undefined) return filter;
  const href = URL.parse(trimAddress(url))?.href;
  return href === undefined ? null : { ...filter, key: contentKey(href) };
}
