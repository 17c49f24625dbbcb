/** What the store keeps of shared reports. */
import type { AuditNote } from '../audit/audit-entry.ts';
import type { SharedReport } from './shared-report.ts';

/** A report and the SHA-256 of its secret. */
export type HashedReport = SharedReport & { hash: string };

export interface SharedReportStore {
  /** False if `most` reports are open already. */
  add(report: HashedReport, most: number, note: AuditNote): Promise<boolean>;
  byHash(hash: string): Promise<SharedReport | undefined>;
  /** All that are stored, the newest first; their number is bounded. */
  list(): Promise<SharedReport[]>;
  opened(id: string, at: number): Promise<void>;
  /** False if the report is unknown or was revoked before. */
  revoke(id: string, note: AuditNote): Promise<boolean>;
}
