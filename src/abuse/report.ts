/** What is wrong with a link, in the words of the form. */
export const REPORT_CATEGORIES = ['phishing', 'malware', 'spam', 'illegal', 'other'] as const;
export type ReportCategory = (typeof REPORT_CATEGORIES)[number];

/** What became of a report. */
export const REPORT_OUTCOMES = ['blocked', 'dismissed'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** Closed reports are deleted after this many days, and all others after `AUDIT_DAYS`. */
export const CLOSED_REPORT_DAYS = 90;

/** What a visitor reports about a short link. Nothing about the visitor is stored. */
export interface AbuseReport {
  rowId: number;
  /** `rep_…` */
  id: string;
  /** UTC milliseconds. */
  at: number;
  /** As stored: '' is the default domain. */
  domain: string;
  slug: string;
  /** The link of that time; null if there was none. */
  linkId: string | null;
  category: ReportCategory;
  message: string | null;
  closedAt: number | null;
  outcome: ReportOutcome | null;
}
