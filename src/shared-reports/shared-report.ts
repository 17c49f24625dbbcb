/** Read-only addresses that show a report to somebody without an account. */
import type { Language } from '../language.ts';
import { DAY, MINUTE } from '../time.ts';

/** What an address shows. Its secret is the address itself, of which only a hash is stored. */
export interface SharedReport {
  id: string;
  /** What the list and the report call it; '' if it has no name. */
  name: string;
  /** The content that it is about; null for all of them. */
  contentId: string | null;
  /** Filters of statistics by name: channel, campaign, tag, mark. */
  filters: Record<string, string>;
  /** As in the address of a page: a preset that moves on (`period`), or fixed days (`from`, `to`). */
  period: Record<string, string>;
  /** An IANA name: whose days count. */
  timezone: string;
  /** Null: as the browser asks. */
  language: Language | null;
  /** The member who made it. */
  createdBy: string;
  /** Times are UTC milliseconds. */
  createdAt: number;
  /** Null: never. */
  expiresAt: number | null;
  revokedAt: number | null;
  /** To ten minutes; null if nobody has opened it. */
  lastOpenedAt: number | null;
}

export const MAX_REPORT_NAME = 80;
/** The lives to choose from, in days; 0 is without end. */
export const REPORT_LIFE_DAYS = [7, 30, 90, 365, 0] as const;
/** How many addresses may be open at once. */
export const MAX_OPEN_REPORTS = 200;
/** An address that has ended says so for this time, then it is unknown. */
export const ENDED_REPORT_MS = 30 * DAY;
/** How exactly the last opening is recorded: at most one write per report in this time. */
export const OPENED_INTERVAL_MS = 10 * MINUTE;

/** Whether the address shows its report at `now`. */
export const isOpen = ({ expiresAt, revokedAt }: SharedReport, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt);
