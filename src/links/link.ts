import type { Channel } from '../channels/registry.ts';
import type { Utm } from '../urls/utm.ts';

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
  externalId: string | null;
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
  /** As the `Passwords` port wrote it; null: open to all. */
  passwordHash: string | null;
  /** Where people are led once the link has expired or is used up. */
  expiredUrl: string | null;
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

/** The link options as they are without any: find-or-create returns only links like this, and live. */
export const DEFAULT_LINK_OPTIONS = {
  custom: false,
  externalId: null,
  utm: null,
  startsAt: null,
  expiresAt: null,
  maxClicks: null,
  statusCode: 302,
  forwardQuery: false,
  passwordHash: null,
  expiredUrl: null,
  archived: false,
  blocked: false,
} as const satisfies Partial<NewLink>;

const PLAIN_FIELDS = Object.keys(DEFAULT_LINK_OPTIONS) as (keyof typeof DEFAULT_LINK_OPTIONS)[];

/** Whether find-or-create may return a link. The store applies the same rule to its rows. */
export const isFindable = (link: Pick<NewLink, keyof typeof DEFAULT_LINK_OPTIONS>): boolean =>
  PLAIN_FIELDS.every((field) => link[field] === DEFAULT_LINK_OPTIONS[field]);

/** A period of creation in UTC milliseconds; `createdTo` is exclusive. */
export interface CreatedFilter {
  createdFrom?: number;
  createdTo?: number;
}

/** What links can be sorted by, besides their clicks. */
export const LINK_SORTS = ['createdAt', 'updatedAt', 'title', 'slug'] as const;
export type LinkSort = (typeof LINK_SORTS)[number];

/** A link must have one of the values of each list. */
export interface LinkFilter extends CreatedFilter {
  contentRowIds?: number[];
  channels?: Channel[];
  domains?: string[];
  /** Campaigns of the link, or else of its content. */
  campaigns?: string[];
  tags?: string[];
  slug?: string;
  externalIds?: string[];
  q?: string;
  /** Null: both. */
  archived: boolean | null;
  /** Links with these public ids, or all but those. */
  ids?: string[];
  notIds?: string[];
}

/** A content's own words and picture (an absolute URL). */
export interface PreviewCard {
  title: string | null;
  description: string | null;
  image: string | null;
}

/** What the redirect must know of a link. `title`, `utm` and `campaign` already fall back to the content's. */
export interface RedirectLink {
  rowId: number;
  /** As stored; the request may use another case. */
  slug: string;
  title: string | null;
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
  passwordHash: string | null;
  expiredUrl: string | null;
  archived: boolean;
  blocked: boolean;
  deleted: boolean;
  createdAt: number;
  /** Whether every share of the content gets a code. */
  shareCodes: boolean;
  /** What the content says of itself, for a preview card of our own. */
  card: PreviewCard;
}
