import { invalid } from '../../errors.ts';
import type { Deps } from '../../ports.ts';
import { type ChangeOrder, rankByChange } from '../../stats/rank-by-change.ts';
import {
  type ClickOrder,
  type RankedList,
  type RankedPage,
  type RankingSlot,
  rankByClicks,
} from '../../stats/rank-by-clicks.ts';
import type { Page, SortedRow, SortSlot } from '../../store-ports/row-page.ts';
import type { Store } from '../../store-ports/store.ts';
import { contentKey } from '../../urls/content-key.ts';
import { trimAddress } from '../../urls/destination.ts';
import type { Content, ContentFilter, ContentSort } from './content.ts';

/** Filters as callers give them; `url` finds the content with the same key, so one or none. */
export type ContentQuery = Omit<ContentFilter, 'key' | 'ids' | 'notIds'> & { url?: string };

/** One page of contents, newest first. */
export const listContents = (
  { store }: { store: Store },
  query: ContentQuery,
  page: Page,
): Promise<Content[]> => store.contents.list(filterOf(query), page);

/** The same contents in the order of a field. */
export const listContentsSorted = (
  { store }: { store: Store },
  query: ContentQuery,
  slot: SortSlot<ContentSort>,
): Promise<SortedRow<Content>[]> => store.contents.sorted(filterOf(query), slot);

/** The same contents in the order of their clicks. Throws `validation` as `rankByClicks` does. */
export async function listContentsByClicks(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  query: ContentQuery,
  order: ClickOrder,
  slot: RankingSlot,
): Promise<RankedPage<Content>> {
  return rankByClicks(deps, rankedList(deps, query), order, slot);
}

/** The same contents in the order of what they have gained or lost. Throws `validation` as `rankByChange` does. */
export const listContentsByChange = async (
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  query: ContentQuery,
  order: ChangeOrder,
  slot: RankingSlot,
): Promise<RankedPage<Content>> => rankByChange(deps, rankedList(deps, query), order, slot);

function rankedList({ store }: Pick<Deps, 'store'>, query: ContentQuery): RankedList<Content> {
  const filter = filterOf(query);
  return {
    dimension: 'content',
    // Its links have its tags, but not always its campaign.
    filters: query.tags === undefined ? {} : { tag: query.tags },
    list: async (page, only) => store.contents.list({ ...filter, ...only }, page),
  };
}

/** What the store is asked for. */
function filterOf({ url, ...filter }: ContentQuery): ContentFilter {
  return url === undefined ? filter : { ...filter, key: keyOfAddress(url) };
}

/** The content key of an address in a query. */
export function keyOfAddress(given: string): string {
  const href = URL.parse(trimAddress(given))?.href;
  if (href === undefined) throw invalid('?url', 'Must be an absolute URL such as https://example.org/page.');
  return contentKey(href);
}
