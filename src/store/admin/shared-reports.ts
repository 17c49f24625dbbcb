import { desc, eq, sql } from 'drizzle-orm';
import type { SharedReportStore } from '../../shared-reports/report-store.ts';
import type { SharedReport } from '../../shared-reports/shared-report.ts';
import { sharedReports } from '../schema/members.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

const reportOf = ({ hash: _, ...report }: typeof sharedReports.$inferSelect): SharedReport => ({
  ...report,
  filters: JSON.parse(report.filters), // only `add` writes them
  period: JSON.parse(report.period),
});

export function createSharedReportStore({ db, atomic }: Engine): SharedReportStore {
  return {
    async add(report, most, note) {
      const { id, hash, name, contentId, timezone, language, createdBy, createdAt, expiresAt } = report;
      const [added = []] = await atomic([
        sql`INSERT INTO shared_reports (id, hash, name, content_id, filters, period, timezone, language, created_by,
            created_at, expires_at)
          SELECT ${id}, ${hash}, ${name}, ${contentId}, ${JSON.stringify(report.filters)},
            ${JSON.stringify(report.period)}, ${timezone}, ${language}, ${createdBy}, ${createdAt}, ${expiresAt}
          WHERE (SELECT count(*) FROM shared_reports
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${createdAt})) < ${most}
          RETURNING id`,
        ...auditStatements(note, { ifChanged: true }),
      ]);
      return added.length > 0;
    },
    byHash: async (hash) =>
      (await db.select().from(sharedReports).where(eq(sharedReports.hash, hash))).map(reportOf)[0],
    list: async () =>
      (
        await db.select().from(sharedReports).orderBy(desc(sharedReports.createdAt), desc(sharedReports.id))
      ).map(reportOf),
    opened: async (id, at) => {
      await db.update(sharedReports).set({ lastOpenedAt: at }).where(eq(sharedReports.id, id));
    },
    async revoke(id, note) {
      const [revoked = []] = await atomic([
        sql`UPDATE shared_reports SET revoked_at = ${note.at} WHERE id = ${id} AND revoked_at IS NULL RETURNING id`,
        ...auditStatements(note, { ifChanged: true }),
      ]);
      return revoked.length > 0;
    },
  };
}
