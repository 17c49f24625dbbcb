import type { Channel } from '../channels/registry.ts';
import type { Utm } from './utm.ts';

export const STATUS_CODES = [301, 302, 307, 308] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/**
 * The short link of one content in one channel. `rowId` is the store's own number, `id` the public `lnk_…`;
 * `domain` is '' for the default domain; times are UTC milliseconds.
 */
export interface Link {
  rowId: number;
  id: string;
  contentRowId: number;
  contentId: string;
  domain: string;
  slug: string;
  channel: Channel;
  url: string;
  campaign: string;
  title: string | null;
  tags: string[];
  utm: Utm | false | null;
  startsAt: number | null;
  expiresAt: number | null;
  maxClicks: number | null;
  statusCode: StatusCode;
  forwardQuery: boolean;
  archived: boolean;
  blocked: boolean;
  /** The caller chose the slug. */
  custom: boolean;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
}

export type NewLink = Omit<Link, 'rowId' | 'contentRowId' | 'contentId' | 'deletedAt'>;
/** What never changes (`channel domain slug contentId`) is absent. */
export type LinkChanges = Partial<
  Omit<NewLink, 'id' | 'domain' | 'slug' | 'channel' | 'createdAt' | 'custom'>
>;

/** Find-or-create may hand back only a link minted without slug, UTM and behaviour, and live. */
export function isFindable(link: Omit<NewLink, 'createdAt' | 'updatedAt'>): boolean {
  const behaves = link.forwardQuery || link.statusCode !== 302;
  const limited = link.startsAt !== null || link.expiresAt !== null || link.maxClicks !== null;
  return !(link.custom || link.utm !== null || behaves || limited || link.archived || link.blocked);
}

export interface LinkFilter {
  contentRowId?: number;
  channel?: Channel;
  domain?: string;
  slug?: string;
  q?: string;
  tag?: string;
  archived: boolean;
}

/** What the redirect must know of a link, and no more. `utm` and `campaign` already fall back to the content's. */
export interface RedirectLink {
  rowId: number;
  channel: Channel;
  url: string;
  campaign: string;
  utm: Utm | false | null;
  startsAt: number | null;
  expiresAt: number | null;
  maxClicks: number | null;
  clicksTaken: number;
  statusCode: StatusCode;
  forwardQuery: boolean;
  archived: boolean;
  blocked: boolean;
  deleted: boolean;
}
