/** The addresses of reports: what each shows, until when, and whether anybody still opens it. */
import { isOpen, type SharedReport } from '../../../shared-reports/shared-report.ts';
import type { AppContext } from '../env.ts';
import type { View } from '../frame/view.ts';
import { timeText } from '../members/settings-page.tsx';
import { aboutReport, periodText } from './report-names.ts';
import { REPORT_WORDS } from './words.ts';

const PATH = '/app/reports';

interface TableOf {
  c: AppContext;
  view: View;
  reports: SharedReport[];
  contents: Map<string, string>;
  names: Map<string, string>;
}

export function ReportTable({ c, view, reports, contents, names }: TableOf) {
  const words = REPORT_WORDS[view.language];
  const { heads } = words;
  return (
    <div class="scroll">
      <table class="people">
        <thead>
          <tr>
            {[heads.report, heads.period, heads.until, heads.opened, heads.by].map((head) => (
              <th scope="col">{head}</th>
            ))}
            <th scope="col">
              <span class="vh">{words.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => {
            const about = aboutReport(view, report, contents);
            const { id, name, lastOpenedAt, createdBy } = report;
            return (
              <tr>
                <th scope="row">
                  <bdi>{name === '' ? about : name}</bdi>
                  {name === '' ? null : (
                    <span class="sub">
                      <bdi>{about}</bdi>
                    </span>
                  )}
                </th>
                <td data-label={heads.period}>{periodText(view, report)}</td>
                <td data-label={heads.until}>{untilText(c, view, report)}</td>
                <td data-label={heads.opened}>
                  {lastOpenedAt === null ? words.never : timeText(c, lastOpenedAt)}
                </td>
                <td data-label={heads.by}>
                  <bdi>{names.get(createdBy) ?? words.former}</bdi>
                </td>
                <td>
                  {isOpen(report, view.now) ? (
                    <a
                      class="btn quiet"
                      href={view.to(`${PATH}/${id}/revoke`)}
                      aria-label={words.revokeOf(name || about)}
                    >
                      {words.revokeLink}
                    </a>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function untilText(c: AppContext, view: View, report: SharedReport): string {
  const words = REPORT_WORDS[view.language];
  if (report.revokedAt !== null) return words.revoked;
  if (!isOpen(report, view.now)) return words.expired;
  return report.expiresAt === null ? words.always : timeText(c, report.expiresAt);
}
