/** What is stored, as the features see it: `store/` has the one adapter, for every engine. */

import type {
  AbuseReportStore,
  AuditStore,
  BlockedHostStore,
  DomainStore,
  KeptAnswerStore,
  KeyStore,
} from './admin-ports.ts';
import type { AuditNote, ChangeAuthor } from './audit/audit-entry.ts';
import type { NewHit, RefusalReason } from './hits/hit.ts';
import type { HitPlan, HitSlice, HitTailSlice, TailPlan } from './hits/hit-plan.ts';
import type {
  Content,
  ContentChanges,
  ContentFilter,
  ContentSort,
  NewContent,
} from './links/contents/content.ts';
import type { ExistingState, Lookup } from './links/existing-state.ts';
import type { Link, LinkChanges, LinkFilter, LinkSort, NewLink, RedirectLink } from './links/link.ts';
import type { MemberStore } from './members/member-store.ts';
import type { Page, SortedRow, SortSlot } from './row-page.ts';
import type { SightingGroupPlan, SightingGroups, SightingPlan, SightingSlice } from './sightings/sighting.ts';
import type { RefusalPlan, RefusalResult } from './stats/refusals.ts';
import type { StatsPlan, StatsResult } from './stats/stats-plan.ts';

export interface ContentStore {
  get(id: string): Promise<Content | undefined>;
  /** Live ones among these, in no order. */
  byIds(ids: string[]): Promise<Content[]>;
  byKey(key: string): Promise<Content | undefined>;
  byExternalId(externalId: string): Promise<Content | undefined>;
  /** Throws `query_too_large` as the lists of links do. */
  list(filter: ContentFilter, page: Page): Promise<Content[]>;
  sorted(filter: ContentFilter, slot: SortSlot<ContentSort>): Promise<SortedRow<Content>[]>;
  /**
   * Moves the links whose destination was the old URL along when `url` changes: the oldest at once, the others by
   * `stepLinks`. 'taken': key or externalId is another's.
   */
  update(content: Content, changes: ContentChanges, note?: AuditNote): Promise<'updated' | 'taken'>;
  /** Deletes the content and its oldest links, which leaves the others to `stepLinks`; none of them redirects any more. */
  remove(rowId: number, at: number, note?: AuditNote): Promise<void>;
  /** Does one short step of what changes have left to do on the links of this content, or of any with null. */
  stepLinks(contentRowId: number | null): Promise<LinkStep>;
  /** How many links of each content are left to do; contents without any are absent. */
  linksLeft(contentRowIds: number[]): Promise<Map<number, number>>;
}

export interface LinkStep {
  /** Whether there may be more to do. */
  more: boolean;
  /** The links that the step has changed. */
  changed: Pick<Link, 'domain' | 'slug'>[];
}

/** A content and links that are written together or not at all. */
export interface NewGroup {
  /** A new one is written with the group; one with a `rowId` must still have the same `url`. */
  content: NewContent | Content;
  links: NewLink[];
  /** Takes the slugs from deleted links, if they alone hold them: those keep their row and lose their slug. */
  reuse: boolean;
  /** Given to a content that has no external id. */
  attach: { externalId: string; updatedAt: number } | null;
  /** The newest live link of the content, by its `rowId`, that the caller knows of; null if others are welcome. */
  newestLink: number | null;
  /** No two groups with a key in common may be written at once. */
  lockKeys: string[];
  /** Whose request this is: the groups of one author share an entry of the audit log. Null for none. */
  author: ChangeAuthor | null;
}

export interface InsertedGroup {
  content: Content;
  /** The new links, in the order given. */
  links: Link[];
}

/** The changes of one link. */
export interface LinkUpdate {
  link: Link;
  changes: LinkChanges;
  note?: AuditNote;
}

export interface LinkStore {
  get(id: string): Promise<Link | undefined>;
  byExternalId(externalId: string): Promise<Link | undefined>;
  /** Any link, tombstones included, whose slug is this one but for case. */
  slugsLike(domain: string, slugs: string[]): Promise<Link[]>;
  /** The oldest live links of each content, at most `most` of each; oldest first. */
  firstOfContents(contentRowIds: number[], most: number): Promise<Link[]>;
  /** Live links of one content with row ids above `after`, oldest first. */
  ofContent(contentRowId: number, page: { after: number; limit: number }): Promise<Link[]>;
  /** Throws `query_too_large` if the filter accepts so few links that finding them would read too many rows. */
  list(filter: LinkFilter, page: Page): Promise<Link[]>;
  /** The same in the order of a field. Throws `query_too_large` if too many rows would have to be compared. */
  sorted(filter: LinkFilter, slot: SortSlot<LinkSort>): Promise<SortedRow<Link>[]>;
  /** What exists already where links are to be created, from one snapshot. */
  loadExisting(lookups: Lookup[]): Promise<ExistingState>;
  /**
   * Writes each group on its own. A group is undefined, and has left nothing behind, if one of its slugs is taken in
   * any case, another content or link has its key or external id, or its content has changed since it was loaded.
   */
  insertGroups(groups: NewGroup[]): Promise<(InsertedGroup | undefined)[]>;
  /**
   * Keeps `findable` true to the link's state and the old destination in `destinations`. 'taken': the external id is
   * another's.
   */
  update(link: Link, changes: LinkChanges, note?: AuditNote): Promise<'updated' | 'taken'>;
  /** Updates different links, all or none. */
  updateAll(updates: LinkUpdate[]): Promise<'updated' | 'taken'>;
  /** Leaves a tombstone without URL and texts. */
  remove(link: Link, at: number, note?: AuditNote): Promise<void>;
  /** Removes all of them, or none. */
  removeAll(removals: { link: Link; note: AuditNote }[], at: number): Promise<void>;
  /** Where the link led before, oldest first; `until` is UTC milliseconds. */
  destinations(linkRowIds: number[]): Promise<{ linkRowId: number; url: string; until: number }[]>;
  /** For the redirect: exact slug, else the one unambiguous other case. */
  resolve(domain: string, slug: string): Promise<RedirectLink | undefined>;
}

/** Links whose look-ups by the redirect are cached. */
export interface CachedLinkStore extends LinkStore {
  /** The link that `resolve` would return, if it is cached. */
  remembered(domain: string, slug: string): RedirectLink | undefined;
}

/** How full a dictionary of the hit log is: the new hosts of a UTC day, or all places. */
export interface DictionaryUsage {
  name: 'referrers' | 'places';
  entries: number;
  bound: number;
}

/** The hit log. */
export interface HitStore {
  /** The dictionaries whose entries are bounded; `day` is the UTC day whose new hosts are counted. */
  dictionaryRoom(day: number): Promise<DictionaryUsage[]>;
  /** Reads what the next hits are judged by, so that the first ones do not wait for it. */
  ready(): Promise<void>;
  /** Settles the hits whose verdicts can hardly change any more at `now` (UTC milliseconds): from then on they never do. */
  settle(now: number): Promise<void>;
  /** Durable and judged when it resolves; all or none. */
  append(hits: NewHit[]): Promise<void>;
  /** Erases the hits that the links have so far: they are hidden at once, and jobs delete them. */
  erase(linkRowIds: number[], note?: AuditNote): Promise<void>;
}

/** What is left of `maxClicks`. */
export interface ClickLimitStore {
  /**
   * Takes one of the link's `maxClicks`; false if none is left. With `keepLast` the last one stays. Exact, also under
   * concurrency.
   */
  takeClick(linkRowId: number, keepLast: boolean): Promise<boolean>;
}

/** Jobs that delete, each one step at a time: false once nothing is left to delete. */
export interface MaintenanceStore {
  /** Deletes the hashes of hits that arrived on other UTC days than yesterday, `today` and tomorrow. */
  purgeHashes(today: number): Promise<boolean>;
  /**
   * Deletes the hits of deleted links, and erased hits. `now` is UTC milliseconds; this job needs no trusted clock,
   * because it deletes what somebody has asked to delete.
   */
  purgeDeleted(now: number): Promise<boolean>;
  /** Deletes the hits of compacted days, and old unknown slugs. `now` is the time by which data ages. */
  purgeCompacted(now: number): Promise<boolean>;
  /** Deletes old audit entries and reports, kept answers, and what of members has ended. `now` is UTC milliseconds. */
  purgeAudit(now: number): Promise<boolean>;
}

export interface HitListStore {
  /** Newest first; reads a bounded number of hits, however few of them are asked for. */
  slice(plan: HitPlan): Promise<HitSlice>;
  /** Settled hits in the order of arrival, also a bounded number. 'unknown': no hit can ever have had this position. */
  tail(plan: TailPlan): Promise<HitTailSlice | 'unknown'>;
}

/** All answers include the newest stored previews. */
export interface SightingStore {
  slice(plan: SightingPlan): Promise<SightingSlice>;
  groups(plan: SightingGroupPlan): Promise<SightingGroups>;
}

/** An answer of a link that is not a hit, on a UTC day. */
export interface Refusal {
  linkRowId: number;
  day: number;
  reason: RefusalReason;
}

/**
 * A request for an unknown slug on a UTC day. It counts as '(other)' if its slug is not in the list of that day and
 * domain, and `mayList` is false or the list is full.
 */
export interface UnknownSlug {
  domain: string;
  slug: string;
  day: number;
  mayList: boolean;
}

/** What is counted together, each with how often it happened. */
export interface RefusalCounts {
  refusals: (Refusal & { times: number })[];
  unknownSlugs: (UnknownSlug & { times: number })[];
}

/** Answers of links that are not hits, and requests for unknown slugs. */
export interface RefusalStore {
  /** Counts all of them, or none. */
  count(counts: RefusalCounts): Promise<void>;
  /** Those of one link by UTC day, oldest first. */
  ofLink(linkRowId: number): Promise<{ day: number; reason: RefusalReason; times: number }[]>;
  /** Their counts, grouped. */
  read(plan: RefusalPlan): Promise<RefusalResult>;
}

export interface LinkTotals {
  clicks: number;
  /** UTC milliseconds of the newest click, null when none. */
  lastClickAt: number | null;
  turnedAway: number;
}

export interface LastClickPlan {
  dimension: 'link' | 'content';
  /** Filters by facts of the link. */
  filters: StatsPlan['filters'];
  descending: boolean;
  limit: number;
}

/** A link or content by its public id, and the UTC milliseconds of its last click. */
export interface LastClicked {
  id: string;
  at: number;
}

export interface StatsStore {
  /** By link `rowId`; links without any are absent. Includes every stored hit. */
  totals(linkRowIds: number[]): Promise<Map<number, LinkTotals>>;
  /** The clicks on all links of contents, by their `rowId`, however many they are. Contents without any may be absent. */
  clicksOfContents(contentRowIds: number[]): Promise<[contentRowId: number, clicks: number][]>;
  read(plan: StatsPlan): Promise<StatsResult>;
  /** Links or contents in the order of their last clicks. */
  lastClicked(plan: LastClickPlan): Promise<LastClicked[]>;
  /** About how many stored hits still have to be rolled up into the sums. */
  waiting(): Promise<number>;
}

export interface Store {
  contents: ContentStore;
  links: LinkStore;
  hits: HitStore;
  clickLimits: ClickLimitStore;
  maintenance: MaintenanceStore;
  hitList: HitListStore;
  sightings: SightingStore;
  refusals: RefusalStore;
  stats: StatsStore;
  keys: KeyStore;
  domains: DomainStore;
  audit: AuditStore;
  blockedHosts: BlockedHostStore;
  abuseReports: AbuseReportStore;
  keptAnswers: KeptAnswerStore;
  members: MemberStore;
}

/** Counts single answers, many of them in one transaction. */
export interface CountingStore {
  countRefusal(refusal: Refusal): Promise<void>;
  countUnknownSlug(unknown: UnknownSlug): Promise<void>;
}

/** The store as a runtime provides it. */
export interface CachedStore extends Store {
  links: CachedLinkStore;
  refusals: RefusalStore & CountingStore;
}
