/** What a list shows, as its address says. */
import type { ClickPosition } from '../../../stats/rank-by-clicks.ts';
import { isChannel } from '../parts/names.tsx';

export const PAGE_SIZE = 20;
const MAX_TEXT = 300;
export const LIST_SORTS = ['clicks', 'newest'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

export interface ListQuery {
  q: string;
  tag: string;
  campaign: string;
  channel: string;
  archived: boolean;
  sort: ListSort;
  /** Where the page begins; null at the first. */
  after: ClickPosition | null;
}

export function readListQuery(query: URLSearchParams): ListQuery {
  const text = (name: string) => query.get(name)?.trim().slice(0, MAX_TEXT) ?? '';
  const channel = text('channel');
  return {
    q: text('q'),
    tag: text('tag'),
    campaign: text('campaign'),
    channel: isChannel(channel) ? channel : '',
    archived: query.get('state') === 'archived',
    sort: LIST_SORTS.find((name) => name === query.get('sort')) ?? 'clicks',
    after: readPosition(text('after')),
  };
}

/** A position as the address has it: clicks, row, depth and id. */
export const positionText = ({ value, rowId, depth, id }: ClickPosition): string =>
  [value, rowId, depth, id].join('.');

function readPosition(text: string): ClickPosition | null {
  const [, value, rowId, depth, id] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\w{1,64})$/.exec(text) ?? [];
  if (id === undefined) return null;
  return { value: Number(value), rowId: Number(rowId), depth: Number(depth), id };
}
