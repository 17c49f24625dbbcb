/** What a live list shows: hits as they come, each with the link that was opened. */
import type { Channel } from '../../channels/registry.ts';
import type { HitKind } from '../hit.ts';
import type { LogPosition } from '../hit-plan.ts';
import type { ShownHit } from '../list-hits.ts';

export type LiveHit = ShownHit & {
  /** Grows with the order of arrival. */
  sequence: number;
  /** Without the mark. */
  shortUrl: string;
  title: string | null;
  /** The URL of the content. */
  url: string;
};

/** What somebody wants to see live; an empty list and null accept all. */
export interface LiveFilter {
  kinds: HitKind[];
  channel: Channel | null;
  contentId: string | null;
}

export interface LiveNews {
  /** New hits, newest first, whether their verdict is final or not. */
  hits: LiveHit[];
  /** Earlier hits whose verdict has changed, as they are now. */
  changed: LiveHit[];
  /** Whether more have come than one answer has. */
  isCut: boolean;
  position: LogPosition;
}

/** Whether the filter accepts the link of a hit. The kind of a hit may change later, its link never does. */
export const isOfLink = ({ channel, contentId }: LiveFilter, hit: LiveHit): boolean =>
  (channel === null || hit.channel === channel) && (contentId === null || hit.contentId === contentId);

export const accepts = (filter: LiveFilter, hit: LiveHit): boolean =>
  isOfLink(filter, hit) && (filter.kinds.length === 0 || filter.kinds.includes(hit.kind));

/** The filters of statistics and lists of hits that mean the same. */
export const questionOf = ({ channel, contentId }: LiveFilter) => ({
  filters: channel === null ? {} : { channel: [channel] },
  contentIds: contentId === null ? [] : [contentId],
  linkIds: [],
});

/** A position as a text for addresses and events. */
export const positionText = ({ hit, change }: LogPosition): string => `${hit}-${change}`;

/** The inverse; null for any text that `positionText` does not return. */
export function parsePosition(text: string): LogPosition | null {
  const [, hit = '', change = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  return hit === '' ? null : { hit: Number(hit), change: Number(change) };
}
