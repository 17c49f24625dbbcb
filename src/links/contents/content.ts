import type { Channel } from '../../channels/registry.ts';
import type { Utm } from '../../urls/utm.ts';
import type { CreatedFilter } from '../link.ts';

/** Who created a content that nobody of the team has used since: a share link. */
export const CONTENT_ORIGINS = ['share'] as const;
export type ContentOrigin = (typeof CONTENT_ORIGINS)[number];

/** How many contents share links may create in any hour. The store refuses more. */
export const SHARED_PER_HOUR = 100;

/** A content that a share link created is removed after so many days without a click and without a share. */
export const UNUSED_SHARED_DAYS = 30;

/** A page worth sharing. `rowId` is the store's own number, `id` the public `cnt_…`; times are UTC milliseconds. */
export interface Content {
  rowId: number;
  id: string;
  url: string;
  key: string;
  externalId: string | null;
  title: string | null;
  description: string | null;
  image: string | null;
  campaign: string;
  tags: string[];
  utm: Utm | false | null;
  archived: boolean;
  /** Null for contents of the team. */
  origin: ContentOrigin | null;
  /** Whether every share gets a code. */
  shareCodes: boolean;
  createdAt: number;
  updatedAt: number;
}

export type NewContent = Omit<Content, 'rowId'>;
export type ContentChanges = Partial<Omit<Content, 'rowId' | 'id' | 'createdAt'>>;

/** What contents can be sorted by, besides their clicks. */
export const CONTENT_SORTS = ['createdAt', 'updatedAt', 'title'] as const;
export type ContentSort = (typeof CONTENT_SORTS)[number];

/**
 * `key` compares the content key, `q` looks into url, title and externalId; a content must have one of the values of
 * each list.
 */
export interface ContentFilter extends CreatedFilter {
  key?: string;
  externalIds?: string[];
  q?: string;
  tags?: string[];
  campaigns?: string[];
  /** Contents with a link in one of these channels. */
  channels?: Channel[];
  /** Null: contents of the team. */
  origin?: ContentOrigin | null;
  /** Null: both. */
  archived: boolean | null;
  /** Contents with these public ids, or all but those. */
  ids?: string[];
  notIds?: string[];
}
