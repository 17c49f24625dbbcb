/** Ports: what the features need of the outside world. Adapters are in `runtime/`, the one of the store is in `store/`. */
import type { Blocklist, BlocklistPolicy } from './abuse/host-rules.ts';
import type { Counters } from './counters.ts';
import type { Place, PlaceDetail } from './hits/geographic-place.ts';
import type { NewHit } from './hits/hit.ts';
import type { Language } from './language.ts';
import type { Address } from './net/address.ts';
import type { Cidrs } from './net/cidr.ts';
import type { ClientHeader } from './net/client.ts';
import type { CachedStore } from './store-ports/store.ts';

/** Records hits. `append` resolves once the hit is as safe as this runtime can make it, and rejects if it is lost. */
export interface HitLog {
  append(hit: NewHit): Promise<void>;
}

/** Adds stored hits to the sums, in the background. */
export interface RollUp {
  /** Requests a roll-up soon; cheap enough to be called for every hit. */
  request(): void;
}

/** UTC milliseconds. */
export type Clock = () => number;

export interface Ids {
  /** An unguessable, URL-safe id: `cnt_…`, `lnk_…`, `key_…`. */
  id(prefix: 'cnt' | 'lnk' | 'key' | 'shr' | 'rep' | 'mem' | 'ses' | 'tic' | 'rpt' | 'lst'): string;
  /** A random slug of fixed length, without words. */
  slug(): string;
  requestId(): string;
}

/** HMAC with the salt of the UTC day of `at`; equal parts have equal hashes on that day. Null if there is no salt. */
export type VisitorHash = (parts: string[], at: number) => string | null;

/** The place of an address, from data that the runtime has at hand. */
export type Geo = (address: Address | null) => Place;

/** Hashes the passwords of links, as slowly as the runtime can afford. */
export interface PasswordHashing {
  /** Returns a PHC string; two hashes of one password differ. */
  hash(password: string): Promise<string>;
  /** Rejects with the name of the format if another runtime made the hash. */
  verify(password: string, hash: string): Promise<boolean>;
  /** The same for a visitor's guess; 'busy' if too many guesses are waiting. Those of the API never delay guesses. */
  verifyGuess(password: string, hash: string): Promise<boolean | 'busy'>;
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Serves the files below `/assets/` that the build made for browsers, else a 404. */
export type Assets = (request: Request) => Promise<Response>;

/** An answer to an outgoing request. `body` is decoded, and transferred only as far as it is read. */
export interface OutgoingAnswer {
  status: number;
  header(name: string): string | null;
  body: ReadableStream<Uint8Array> | null;
}

/**
 * Sends a GET request to a server of the Internet, without cookies, and follows no redirect. Rejects with `RefusedAddress`
 * instead of connecting to this machine or a private network.
 */
export type Outgoing = (
  url: string,
  request: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<OutgoingAnswer>;

/** Rate limits of the API per minute: for each key, and for each network without a valid key. */
export interface ApiLimits {
  perKey: number;
  perStranger: number;
  /** How many files a key may download at the same time; 3 if absent. */
  downloadsPerKey?: number;
}

/** Whether a caller is within the limit, counted across processes. */
export type SharedLimits = (limit: keyof ApiLimits, caller: string) => Promise<boolean>;

/** Settings, parsed once at the start. */
export interface Settings {
  /** Scheme and host of the default domain, without a trailing slash. */
  publicUrl: string;
  /** The admin key from the environment, or null. */
  adminKey: string | null;
  /** Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted. */
  trustedProxies: Cidrs;
  /** The header in which these proxies name the client. */
  clientHeader: ClientHeader;
  /** Origins whose pages get a content by being shared; none by default. */
  shareOrigins?: readonly string[];
  /** The operator's own networks, whose clicks count as tests. */
  ownNetworks: Cidrs;
  /** Whether `DNT: 1` is honored like `Sec-GPC: 1`. */
  honourDnt: boolean;
  /** Calendar months for which individual hits are kept, 1 to 25. */
  retentionMonths: number;
  /** How precise places may be, if the platform provides them; the country only by default. */
  places?: PlaceDetail;
  /** What the list of `SOTTO_BLOCKLIST` does where it matches. */
  blocklist?: BlocklistPolicy;
  /** Whether title, description and image of a page are read for members. */
  readPages?: boolean;
  /** URLs of these lists, for a runtime whose jobs share no memory with its requests. */
  blocklistSources?: readonly string[];
  /** Override the default limits. */
  apiLimits?: ApiLimits;
}

/**
 * The state of one component. `fail`: links, hits or statistics are lost or unavailable; `warn`: the operator should
 * look into it. `detail` is public, so it contains no paths or addresses.
 */
export interface Check {
  name: string;
  status: 'pass' | 'warn' | 'fail';
  detail: string;
}

/** Checks every component of the runtime now; never rejects. */
export type Health = () => Promise<Check[]>;

/** A mail to one address. */
export interface Mail {
  to: string;
  language: Language;
  subject: string;
  text: string;
  html: string;
}

/**
 * Sends mails. `send` never rejects and takes a few seconds at most: 'late' means that the mail server has not answered yet,
 * and a failure after that is only logged.
 */
export interface Mailer {
  send(mail: Mail): Promise<'sent' | 'failed' | 'late'>;
}

/** Facts about the machine that a runtime knows; null for what it does not. */
export interface SystemFacts {
  /** When this process was started: UTC milliseconds. */
  startedAt: number | null;
  /** When a backup of the data was made last: UTC milliseconds. */
  backupAt: number | null;
  /** The disk of the data. */
  disk: { freeBytes: number; totalBytes: number } | null;
  databaseBytes: number | null;
}

/** Returns the metrics of this process in the Prometheus text format. */
export type Metrics = () => Promise<Response>;

/** Measures how long answers take. Times are monotonic milliseconds. */
export interface Durations {
  now(): number;
  /** A request for a short link that was answered now; `since` is when it came. */
  redirect(status: number, since: number): void;
  /** A request to the API, by the pattern of its route. */
  api(request: { method: string; route: string; status: number }, since: number): void;
}

/** How the runtime handles visits, apart from the settings. */
export interface RuntimeFacts {
  kind: 'node' | 'edge';
  /** Whether there are salts, so that visitors can be distinguished for a day. */
  salts: boolean;
  /** Whether hits pass through a queue of the platform. */
  queue: boolean;
}

/** The most links, and the most characters of their JSON. */
export interface BulkBatch {
  links: number;
  characters: number;
}

export interface Deps {
  store: CachedStore;
  hitLog: HitLog;
  rollUp: RollUp;
  clock: Clock;
  ids: Ids;
  visitorHash: VisitorHash;
  geo: Geo;
  passwords: PasswordHashing;
  log: Log;
  assets: Assets;
  counters: Counters;
  /** Absent if processes are too short-lived to have metrics. */
  durations?: Durations;
  health: Health;
  /** Absent if no mail server is configured. */
  mailer?: Mailer;
  /** Absent where the runtime knows nothing of its machine. */
  system?(): Promise<SystemFacts>;
  /** Null if processes are too short-lived to have metrics. */
  metrics: Metrics | null;
  settings: Settings;
  runtime: RuntimeFacts;
  /** The operator's list of hosts; absent if there is none. */
  blocklist?: Blocklist;
  /** Absent if the operator wants no outgoing requests for members. */
  outgoing?: Outgoing;
  /** Lets work end after its client has left; absent where that never stops it. */
  keepAlive?(work: Promise<unknown>): void;
  /** How much of a bulk request is written before other requests have their turn; absent where writes are requests. */
  bulkBatch?: BulkBatch;
  /** Limits in addition to the API's own; absent if there is only one process. */
  sharedLimits?: SharedLimits;
  /** Aborted when the server stops: answers without end then end. Absent where the platform stops them. */
  closing?: AbortSignal;
  /** The host that the current request was sent to, which is therefore ours; only while the API answers a request. */
  requestHost?: string;
}
