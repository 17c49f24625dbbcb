/** The outside world, as the features see it. Each has an adapter in `store/` or `runtime/`. */
import type { Content, ContentChanges, ContentFilter, NewContent } from './contents/content.ts';
import type { Counters } from './counters.ts';
import type { NewHit, TurnedAwayReason } from './hits/hit.ts';
import type { HitPlan, HitSlice } from './hits/hit-plan.ts';
import type { Place, PlaceDetail } from './hits/place.ts';
import type { Link, LinkChanges, LinkFilter, NewLink, RedirectLink } from './links/link.ts';
import type { Networks } from './net/network.ts';
import type { SightingPlan, SightingSlice } from './sightings/sighting.ts';
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
  /** Live ones with these keys, in no order. */
  byKeys(keys: string[]): Promise<Content[]>;
  byExternalId(externalId: string): Promise<Content | undefined>;
  byExternalIds(externalIds: string[]): Promise<Content[]>;
  list(filter: ContentFilter, page: Page): Promise<Content[]>;
  /** Moves the links whose destination was the old URL along when `url` changes. 'taken': key or externalId is another's. */
  update(content: Content, changes: ContentChanges): Promise<'updated' | 'taken'>;
  /** Deletes the content and all its links. */
  remove(rowId: number, at: number): Promise<void>;
}

/** A link to be written with its content. */
export interface Mint {
  content: NewContent | Content;
  link: NewLink;
  /** Takes the slug from deleted links, if they alone hold it: they keep their row and lose their slug. */
  reuse: boolean;
}

/** What find-or-create looks for. */
export type Findable = Pick<Link, 'domain' | 'channel' | 'url' | 'campaign'> & { contentRowId: number };

export interface LinkStore {
  get(id: string): Promise<Link | undefined>;
  /** Any link, tombstones included, whose slug is this one but for case. */
  slugsLike(domain: string, slugs: string[]): Promise<Link[]>;
  /** Those that stand, in no order. */
  find(wanted: Findable[]): Promise<Link[]>;
  ofContents(contentRowIds: number[]): Promise<Link[]>;
  list(filter: LinkFilter, page: Page): Promise<Link[]>;
  /**
   * Writes the content (unless one with its key lives) and the links, all or none as far as slugs go.
   * Answers the links that now stand, each the asked one or its findable twin; undefined if a slug, the
   * key's content or the externalId stood in the way and nothing was written.
   */
  mint(content: NewContent | Content, links: NewLink[]): Promise<Link[] | undefined>;
  /**
   * Writes each link on its own, and its content unless one with its key lives. Answers the asked links that now
   * stand; one whose slug, content or findable twin stood in the way is absent and left nothing behind. No two
   * may have the same slug, case aside.
   */
  mintEach(mints: Mint[]): Promise<Link[]>;
  /** Keeps `findable` true to the link's state and the old destination in `destinations`. */
  update(link: Link, changes: LinkChanges): Promise<void>;
  /** Leaves a tombstone without URL and texts. */
  remove(link: Link, at: number): Promise<void>;
  /** Where the link led before, oldest first; `until` is UTC milliseconds. */
  destinations(linkRowIds: number[]): Promise<{ linkRowId: number; url: string; until: number }[]>;
  /** For the redirect: exact slug, else the one unambiguous other case. */
  resolve(domain: string, slug: string): Promise<RedirectLink | undefined>;
  /** What `resolve` would answer, where this process knows it without asking. */
  remembered(domain: string, slug: string): RedirectLink | undefined;
}

export interface HitStore {
  /** Durable when it resolves; all or none. */
  append(hits: NewHit[]): Promise<void>;
  /** Takes one of the link's `maxClicks`, exactly, also under concurrency. */
  takeClick(linkRowId: number): Promise<boolean>;
  turnAway(linkRowId: number, day: number, reason: TurnedAwayReason): Promise<void>;
  /** By UTC day, oldest first. */
  turnedAway(linkRowId: number): Promise<{ day: number; reason: TurnedAwayReason; times: number }[]>;
  /** Counts a slug that nobody minted; beyond a bound per day and domain under '(other)'. */
  noteMiss(domain: string, slug: string, day: number): Promise<void>;
  /** Empties the visitor hashes of UTC days before `day`, one step at a time; false once none are left. */
  forgetVisitors(day: number): Promise<boolean>;
  /** Leaves the links without any of their hits so far: reads pass over them at once, fold and sweep do the rest. */
  erase(linkRowIds: number[]): Promise<void>;
  /** Deletes raw hits of deleted links and erased ones, one step at a time; false once none are left. */
  sweepDeleted(now: number): Promise<boolean>;
  /** Deletes raw hits of days that the sums keep as wholes, and old unknown slugs, a step at a time; false once none are left. */
  expire(now: number): Promise<boolean>;
}

export interface HitListStore {
  /** Newest first; reads a bounded number of hits, however few of them are asked for. */
  slice(plan: HitPlan): Promise<HitSlice>;
}

export interface SightingStore {
  /** Includes the previews that are not folded yet. */
  slice(plan: SightingPlan): Promise<SightingSlice>;
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
  /** About how many stored hits still have to be folded into the sums. */
  unfolded(): Promise<number>;
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
  /** Of a publishable key: where it may be used. Null: a secret key. */
  origins: string[] | null;
}

export interface KeyStore {
  get(id: string): Promise<ApiKey | undefined>;
  add(key: ApiKey): Promise<void>;
  any(): Promise<boolean>;
  /** All, oldest first, revoked ones too. */
  list(): Promise<ApiKey[]>;
  /** From now on nobody may use it; the first revocation's time stays. */
  revoke(id: string, at: number): Promise<void>;
  used(id: string, at: number): Promise<void>;
}

/** A domain beside the default one; the URLs are absolute. */
export interface Domain {
  domain: string;
  rootUrl: string | null;
  notFoundUrl: string | null;
  createdAt: number;
}

export interface DomainStore {
  /** All of them, by name: few. */
  list(): Promise<Domain[]>;
  /** For the redirect: what `list` answered, up to a minute ago where asking it each time would cost too much. */
  known(): Promise<Domain[]>;
  add(domain: Domain): Promise<'added' | 'taken'>;
  update(domain: string, changes: Pick<Domain, 'rootUrl' | 'notFoundUrl'>): Promise<void>;
  /** 'in_use' while a link, even a deleted one, stands under it. */
  remove(domain: string): Promise<'removed' | 'in_use'>;
}

export interface Store {
  contents: ContentStore;
  links: LinkStore;
  hits: HitStore;
  hitList: HitListStore;
  sightings: SightingStore;
  stats: StatsStore;
  keys: KeyStore;
  domains: DomainStore;
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

/** Where an address is used, as far as this home can tell without asking anybody. */
export type Geo = (address: string | null) => Place;

/** Passwords of links, as slow to guess as this home can make it. */
export interface Passwords {
  /** One string that holds the parameters beside the hash; two hashes of one password differ. */
  hash(password: string): Promise<string>;
  /** Rejects, naming the format, for a hash of another home. */
  verify(password: string, hash: string): Promise<boolean>;
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** A file that the build made for browsers, below `/assets/`; 404 where there is none. */
export type Assets = (request: Request) => Promise<Response>;

/** Requests per minute that the API answers: to one key, and to one network without a valid key. */
export interface ApiLimits {
  perKey: number;
  perStranger: number;
}

/** Whether a caller may ask once more, where more than one process counts. */
export type SharedLimits = (limit: keyof ApiLimits, caller: string) => Promise<boolean>;

/** What the running server was told, parsed once by the entry. */
export interface Settings {
  /** Scheme and host of the default domain, without a trailing slash. */
  publicUrl: string;
  /** An admin key given from outside, or null. */
  adminKey: string | null;
  /** Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trustedProxies: Networks;
  /** Where the operator's own clicks come from; they are counted as tests. */
  ownNetworks: Networks;
  /** `DNT: 1` means what `Sec-GPC: 1` means. */
  honourDnt: boolean;
  /** Single hits are kept for so many months by the calendar, 1 to 25. */
  retentionMonths: number;
  /** How exact a place may be, where the platform tells it; absent: the country alone. */
  places?: PlaceDetail;
  /** Others than the API's own. */
  apiLimits?: ApiLimits;
}

/**
 * What a supervisor should know of one part. `fail`: links, hits or statistics are lost or out of reach; `warn`:
 * somebody should look. `detail` is for everybody's eyes: no path, no address.
 */
export interface Check {
  name: string;
  status: 'pass' | 'warn' | 'fail';
  detail: string;
}

/** Looks at every part of this home now; never rejects. */
export type Health = () => Promise<Check[]>;

/** Answers with the metrics of this process, in the text format of Prometheus. */
export type Metrics = () => Promise<Response>;

/** What this home does with visits, beside the settings. */
export interface HomeFacts {
  kind: 'node' | 'edge';
  /** Salts are kept: visitors can be told apart for a day. */
  salts: boolean;
  /** Hits travel through a queue of the platform. */
  queue: boolean;
}

export interface Deps {
  store: Store;
  hitLog: HitLog;
  rollUp: RollUp;
  clock: Clock;
  ids: Ids;
  visitorHash: VisitorHash;
  geo: Geo;
  passwords: Passwords;
  log: Log;
  assets: Assets;
  counters: Counters;
  health: Health;
  /** Null where a process is too short-lived to have any. */
  metrics: Metrics | null;
  settings: Settings;
  home: HomeFacts;
  /** Asked beside the API's own counts; absent where one process is all there is. */
  sharedLimits?: SharedLimits;
}
