/** What the store keeps of hits: the log, its lists, click limits, and the jobs that delete. */
import type { AuditNote } from '../audit/audit-entry.ts';
import type { NewHit } from '../hits/hit.ts';
import type { HitPlan, HitSlice, HitTailSlice, LogNews, LogPosition, TailPlan } from '../hits/hit-plan.ts';
import type {
  SightingGroupPlan,
  SightingGroups,
  SightingPlan,
  SightingSlice,
} from '../sightings/sighting.ts';

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
  /** The newest hits behind a position, at most `limit`, and what changed up to it. Null: only where the log ends. */
  news(after: LogPosition | null, limit: number): Promise<LogNews>;
  /** Counts clicks by the minute from a time (UTC milliseconds) on; reads a bounded number of the newest hits. */
  clicksByMinute(plan: Pick<HitPlan, 'filters'> & { from: number }): Promise<MinuteClicks>;
}

export interface MinuteClicks {
  /** Minutes since 1970 with their clicks; those without any are absent. */
  clicks: [minute: number, clicks: number][];
  /** The first whole minute that was counted; later than asked for if there are very many hits. */
  first: number;
}

/** All answers include the newest stored previews. */
export interface SightingStore {
  slice(plan: SightingPlan): Promise<SightingSlice>;
  groups(plan: SightingGroupPlan): Promise<SightingGroups>;
}
