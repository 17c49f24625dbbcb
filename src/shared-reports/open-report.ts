import { hashOfToken } from '../members/token.ts';
import type { Deps } from '../ports.ts';
import { isOpen, OPENED_INTERVAL_MS, type SharedReport } from './shared-report.ts';

/** The report of an address; 'ended' if it was revoked or has expired, null if there is no such address. */
export async function openReport(
  { store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>,
  token: string,
): Promise<SharedReport | 'ended' | null> {
  const hash = await hashOfToken(token);
  const report = hash === null ? undefined : await store.sharedReports.byHash(hash);
  if (!report) return null;
  const now = clock();
  if (!isOpen(report, now)) return 'ended';
  if (report.lastOpenedAt === null || Math.abs(now - report.lastOpenedAt) >= OPENED_INTERVAL_MS) {
    try {
      await store.sharedReports.opened(report.id, now);
    } catch (err) {
      log.error({ err, report: report.id }, 'The opening of a report could not be recorded');
    }
  }
  return report;
}
