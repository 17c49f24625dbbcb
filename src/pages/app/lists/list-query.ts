/** What a list shows, as its address says. */
import type { ContentQuery } from '../../../links/contents/list-contents.ts';
import type { LinkQuery } from '../../../links/list-links.ts';
import { isChannel } from '../parts/name-texts.ts';

export const PAGE_SIZE = 20;
const MAX_TEXT = 300;
const MAX_POSITION = 1_000;

const SORTS = ['clicks', 'gain', 'loss', 'lastClick', 'newest', 'oldest', 'updated'] as const;
/** The orders of each list, the usual one first. */
export const LIST_SORTS = {
  contents: [...SORTS, 'title'],
  links: [...SORTS, 'slug'],
} as const;
export type ListKind = keyof typeof LIST_SORTS;
export type ListSort = (typeof LIST_SORTS)[ListKind][number];

export const LIST_STATES = ['live', 'archived', 'any'] as const;
export type ListState = (typeof LIST_STATES)[number];

export interface ListQuery {
  q: string;
  tag: string;
  campaign: string;
  channel: string;
  domain: string;
  state: ListState;
  sort: ListSort;
  /** Where the page begins, as the one before has said; '' at the first. */
  after: string;
}

/** The filters of a list, besides its order and state. */
export const LIST_FILTERS = ['q', 'tag', 'campaign', 'channel', 'domain'] as const;

export function readListQuery(query: URLSearchParams, kind: ListKind): ListQuery {
  const text = (name: string) => query.get(name)?.trim().slice(0, MAX_TEXT).toWellFormed() ?? '';
  const channel = text('channel');
  const sorts: readonly ListSort[] = LIST_SORTS[kind];
  return {
    q: text('q'),
    tag: text('tag'),
    campaign: text('campaign'),
    channel: isChannel(channel) ? channel : '',
    domain: kind === 'links' ? text('domain') : '',
    state: LIST_STATES.find((name) => name === query.get('state')) ?? 'live',
    sort: sorts.find((name) => name === query.get('sort')) ?? 'clicks',
    after: query.get('after')?.slice(0, MAX_POSITION) ?? '',
  };
}

/** Whether the list shows everything that is live. */
export const isWhole = (query: ListQuery): boolean =>
  query.state === 'live' && LIST_FILTERS.every((name) => query[name] === '');

const archivedIn = (state: ListState) => (state === 'any' ? null : state === 'archived');

/** Filters by one value each; an empty one accepts everything. */
const oneOf = <Fields extends Record<string, string>>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === '' ? [] : [[name, [value]]])),
  ) as { [Name in keyof Fields]?: string[] };

export const contentQuery = ({ q, tag, campaign, channel, state }: ListQuery): ContentQuery => ({
  archived: archivedIn(state),
  ...(q !== '' && { q }),
  ...oneOf({ tags: tag, campaigns: campaign }),
  ...(isChannel(channel) && { channels: [channel] }),
});

export const linkQuery = ({ q, tag, campaign, channel, domain, state }: ListQuery): LinkQuery => ({
  archived: archivedIn(state),
  ...(q !== '' && { q }),
  ...oneOf({ tags: tag, campaigns: campaign, domains: domain }),
  ...(isChannel(channel) && { channels: [channel] }),
});
