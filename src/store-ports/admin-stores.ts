/** What is stored besides links and hits, as the features see it: keys, domains, abuse and the audit log. */

import type { BlockedHost } from '../abuse/host-rules.ts';
import type { AbuseReport } from '../abuse/report.ts';
import type { AuditEntry, AuditFilter, AuditNote } from '../audit/audit-entry.ts';
import type { Domain } from '../domains/domain.ts';
import type { ApiKey } from '../keys/api-key.ts';
import type { Page } from './row-page.ts';

export type KeyChanges = Partial<Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>>;

/** How a change of a key is made. */
export interface KeyCondition {
  note?: AuditNote;
  /** The change is refused unless another admin key is valid at this time (UTC milliseconds). */
  anotherAdminAt?: number | undefined;
}

export interface KeyStore {
  get(id: string): Promise<ApiKey | undefined>;
  add(key: ApiKey, note?: AuditNote): Promise<void>;
  any(): Promise<boolean>;
  /** All keys, oldest first, including revoked ones. */
  list(): Promise<ApiKey[]>;
  /** Changes the key. Returns false if the key is unknown or the change was refused. */
  update(id: string, changes: KeyChanges, condition?: KeyCondition): Promise<boolean>;
  /** Revokes the key. False if that was refused, or if it was revoked before: the time of that stays. */
  revoke(id: string, at: number, condition?: KeyCondition): Promise<boolean>;
  /** Adds a key that replaces another one, which expires at `expiresAt`. */
  replace(old: { id: string; expiresAt: number }, key: ApiKey, notes?: AuditNote[]): Promise<void>;
  /** Records when the key was used last. */
  used(id: string, at: number): Promise<void>;
}

export interface DomainStore {
  /** All domains, by name; they are few. */
  list(): Promise<Domain[]>;
  /** For the redirect: the same list, which may be a minute old. */
  known(): Promise<Domain[]>;
  add(domain: Domain, note?: AuditNote): Promise<'added' | 'taken'>;
  update(domain: string, changes: Pick<Domain, 'rootUrl' | 'notFoundUrl'>, note?: AuditNote): Promise<void>;
  /** 'in_use' while it has a link, even a deleted one. */
  remove(domain: string, note?: AuditNote): Promise<'removed' | 'in_use'>;
}

/** Hosts to which no link may lead; they are few. */
export interface BlockedHostStore {
  /** All, oldest first. */
  list(): Promise<BlockedHost[]>;
  /** The same list, which may be a minute old. */
  known(): Promise<BlockedHost[]>;
  /** 'known': the host is on the list. 'full': the list has `max` hosts. */
  add(
    blocked: Omit<BlockedHost, 'rowId'>,
    options: { max: number; note?: AuditNote },
  ): Promise<'added' | 'known' | 'full'>;
  remove(host: string, note?: AuditNote): Promise<void>;
}

/** What visitors report. */
export interface AbuseReportStore {
  get(id: string): Promise<AbuseReport | undefined>;
  list(filter: { isClosed?: boolean }, page: Page): Promise<AbuseReport[]>;
  /** 'known': the address has `maxOpen` open reports. 'full': there were `maxPerDay` reports in a day. */
  add(
    report: Pick<AbuseReport, 'id' | 'at' | 'domain' | 'slug' | 'category' | 'message'>,
    limits: { maxOpen: number; maxPerDay: number },
  ): Promise<'added' | 'known' | 'full'>;
  close(id: string, changes: Pick<AbuseReport, 'closedAt' | 'outcome'>, note?: AuditNote): Promise<void>;
}

/** An object that an entry of the audit log is about; `id` is public. */
export interface AuditedObject {
  rowId: number;
  id: string;
}

/** The audit log. The stores of the objects write it: a change takes the note that describes it. */
export interface AuditStore {
  /**
   * Newest first; reads a bounded number of entries, however few of them match. `readUpTo` is the `rowId` of the last
   * entry that was read, if there may be more.
   */
  slice(filter: AuditFilter, page: Page): Promise<{ entries: AuditEntry[]; readUpTo: number | null }>;
  /** The objects of an entry, newest first; undefined for an unknown entry. */
  objectsOf(entryRowId: number, page: Page): Promise<AuditedObject[] | undefined>;
}

/** A request with an `Idempotency-Key`, as it is stored. */
export interface KeptRequest {
  /** Whether the caller has to carry it out. */
  isOwn: boolean;
  /** Whether the stored request has the same path and body. */
  isSame: boolean;
  /** The ids of this and of earlier requests that were cut off, oldest first. */
  requestIds: string[];
  /** The newest entry of the audit log when the first request arrived. */
  auditId: number;
  /** Null while it is running. */
  status: number | null;
  headers: Record<string, string>;
  /** Sealed; null if it was not kept. */
  answer: string | null;
}

/** Requests with an `Idempotency-Key`. `name` is a hash of the API key and this key; `token` is one attempt. */
export interface KeptAnswerStore {
  /** Stores the request if it is new, or was begun more than `leaseMs` ago and never ended. `at` is UTC milliseconds. */
  claim(
    request: { name: string; fingerprint: string; token: string; requestId: string; at: number },
    leaseMs: number,
  ): Promise<KeptRequest>;
  /** Whether the audit log has an entry of one of these requests after `auditId`. */
  hasChanged(auditId: number, requestIds: string[]): Promise<boolean>;
  /** Ends an attempt. Its answer is left out if all answers together would have more than `maxTotal` characters. */
  keep(
    attempt: { name: string; token: string },
    answer: Pick<KeptRequest, 'headers' | 'answer'> & { status: number },
    maxTotal: number,
  ): Promise<void>;
  /** Forgets an attempt that changed nothing. */
  release(attempt: { name: string; token: string }): Promise<void>;
  /** Deletes requests that are older than a day, in one step; false once nothing is left. */
  purge(now: number): Promise<boolean>;
}
