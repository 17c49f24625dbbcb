import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { newToken } from '../members/token.ts';
import type { Ids, Settings } from '../ports.ts';
import type { SharedReportStore } from './report-store.ts';
import { MAX_OPEN_REPORTS, type SharedReport } from './shared-report.ts';

export type ReportDeps = {
  store: { sharedReports: SharedReportStore };
  ids: Pick<Ids, 'id'>;
  settings: Pick<Settings, 'publicUrl'>;
} & AuthorDeps;

type NewReport = Omit<SharedReport, 'id' | 'createdAt' | 'revokedAt' | 'lastOpenedAt'>;

/** Makes an address, which is shown once: only its hash is stored. 'full': too many are open. */
export async function shareReport(deps: ReportDeps, report: NewReport): Promise<{ url: string } | 'full'> {
  const { text, hash } = await newToken();
  const id = deps.ids.id('rpt');
  const createdAt = deps.clock();
  const isAdded = await deps.store.sharedReports.add(
    { ...report, id, hash, createdAt, revokedAt: null, lastOpenedAt: null },
    MAX_OPEN_REPORTS,
    auditNote(deps, 'shared_report.create', id),
  );
  return isAdded ? { url: `${deps.settings.publicUrl}/app/shared/${text}` } : 'full';
}

/** Ends an address at once. False if it is unknown or was revoked before. */
export const revokeReport = (deps: ReportDeps, id: string): Promise<boolean> =>
  deps.store.sharedReports.revoke(id, auditNote(deps, 'shared_report.revoke', id));
