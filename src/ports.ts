/** The outside world, as the features see it. Each has an adapter in `store/` or `runtime/`. */
import type { Content, ContentChanges, ContentFilter, NewContent } from './contents/content.ts';
import type { NewHit, TurnedAwayReason } from './hits/hit.ts';
import type { Link, LinkChanges, LinkFilter, NewLink, RedirectLink } from './links/link.ts';
import type { StatsPlan, StatsResult } from './stats/plan.ts';

/** Newest first; `before` is the `rowId` the page before ended with. */
export interface Page {
  limit: number;
  before: number | null;
}

export interface ContentStore {
  get(id: string): Promise<Content | undefined>;
  /** Live ones among these, in no order. */
  byIds(ids: string[]): Promise<Content[]>;
  byKey(key: string): Promise<Content | undefined>;
  byExternalId(externalId: string): Promise<Content | undefined>;
  list(filter: ContentFilter, page: Page): Promise<Content[]>;
  /** Moves the links whose destination was the old URL along when `url` changes. 'taken': key or externalId is another's. */
  update(content: Content, changes: ContentChanges): Promise<'updated' | 'taken'>;
  /** Deletes the content and all its links. */
  remove(rowId: number, at: number): Promise<void>;
}

/** What find-or-create looks for. */
export type Findable = Pick<Link, 'domain' | 'channel' | 'url' | 'campaign'> & { contentRowId: number };

export interface LinkStore {
  get(id: string): Promise<Link | undefined>;
  /** Exact slug, tombstones included. */
  bySlug(domain: string, slug: string): Promise<Link | undefined>;
  /** Any link, tombstones included, whose slug is this one but for case. */
  slugsLike(domain: string, slugs: string[]): Promise<Link[]>;
  find(wanted: Findable): Promise<Link | undefined>;
  ofContents(contentRowIds: number[]): Promise<Link[]>;
  list(filter: LinkFilter, page: Page): Promise<Link[]>;
  /**
   * Writes the content (unless one with its key lives) and the links, all or none as far as slugs go.
   * Answers the links that now stand, each the asked one or its findable twin; undefined if a slug, the
   * key's content or the externalId stood in the way and nothing was written.
   */
  mint(content: NewContent | Content, links: NewLink[]): Promise<Link[] | undefined>;
  /** Keeps `findable` true to the link's state and the old destination in `destinations`. */
  update(link: Link, changes: LinkChanges): Promise<void>;
  /** Leaves a tombstone without URL and texts. */
  remove(link: Link, at: number): Promise<void>;
  /** Where the link led before, oldest first; `until` is UTC milliseconds. */
  destinations(linkRowIds: number[]): Promise<{ linkRowId: number; url: string; until: number }[]>;
  /** For the redirect: exact slug, else the one unambiguous other case. */
  resolve(domain: string, slug: string): Promise<RedirectLink | undefined>;
}

export interface HitStore {
  /** Durable when it resolves; all or none. */
  append(hits: NewHit[]): Promise<void>;
  /** Takes one of the link's `maxClicks`, exactly, also under concurrency. */
  takeClick(linkRowId: number): Promise<boolean>;
  turnAway(linkRowId: number, day: number, reason: TurnedAwayReason): Promise<void>;
  /** Empties the visitor hashes of UTC days before `day`, one step at a time; false once none are left. */
  forgetVisitors(day: number): Promise<boolean>;
}

export interface LinkTotals {
  clicks: number;
  /** UTC milliseconds of the newest click, null when none. */
  lastClickAt: number | null;
  turnedAway: number;
}

export interface StatsStore {
  /** By link `rowId`; links without any are absent. Includes every stored hit. */
  totals(linkRowIds: number[]): Promise<Map<number, LinkTotals>>;
  read(plan: StatsPlan): Promise<StatsResult>;
}

export interface ApiKey {
  id: string;
  name: string;
  hash: string;
  scopes: string[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

export interface KeyStore {
  get(id: string): Promise<ApiKey | undefined>;
  add(key: ApiKey): Promise<void>;
  any(): Promise<boolean>;
}

export interface Store {
  contents: ContentStore;
  links: LinkStore;
  hits: HitStore;
  stats: StatsStore;
  keys: KeyStore;
}

/** Takes a hit; resolves once it is as safe as this home can make it, rejects if it could not be kept. */
export interface HitLog {
  append(hit: NewHit): Promise<void>;
}

/** Folds the log into the sums, off the redirect's way. */
export interface RollUp {
  /** Asks for a fold soon; cheap, may be called per hit. */
  request(): void;
}

/** UTC milliseconds. */
export type Clock = () => number;

export interface Ids {
  /** `cnt_…`, `lnk_…`, …: URL-safe, unguessable. */
  id(prefix: 'cnt' | 'lnk' | 'key'): string;
  /** A random slug: one length, no words. */
  slug(): string;
  requestId(): string;
}

/** HMAC under the salt of the UTC day of `at`: equal for one visitor and domain. Null where no salt is kept. */
export type VisitorHash = (parts: string[], at: number) => string | null;

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What the running server was told, parsed once by the entry. */
export interface Settings {
  /** Scheme and host of the default domain, without a trailing slash. */
  publicUrl: string;
  /** An admin key given from outside, or null. */
  adminKey: string | null;
}

export interface Deps {
  store: Store;
  hitLog: HitLog;
  rollUp: RollUp;
  clock: Clock;
  ids: Ids;
  visitorHash: VisitorHash;
  log: Log;
  settings: Settings;
}
