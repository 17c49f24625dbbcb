/** The outside world, as the features see it. Each has an adapter in `runtime/`, the store one in `store/`. */
import type { Counters } from './counters.ts';
import type { NewHit } from './hits/hit.ts';
import type { Place, PlaceDetail } from './hits/place.ts';
import type { Networks } from './net/network.ts';
import type { CachedStore } from './store-ports.ts';

/** Takes a hit; resolves once it is as safe as this home can make it, rejects if it could not be kept. */
export interface HitLog {
  append(hit: NewHit): Promise<void>;
}

/** Adds stored hits to the sums, outside of the redirect. */
export interface RollUp {
  /** Asks for a roll-up soon; cheap, may be called per hit. */
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
  store: CachedStore;
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
