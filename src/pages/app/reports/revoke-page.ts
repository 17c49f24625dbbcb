/** Asks before the address of a report is revoked. */
import { isOpen } from '../../../shared-reports/shared-report.ts';
import { confirmPage } from '../confirm/confirm-page.tsx';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { timeText } from '../members/settings-page.tsx';
import { messagePage } from '../message-page.tsx';
import { titleText } from '../parts/name-texts.ts';
import { aboutReport, periodText, readContentNames } from './report-names.ts';
import { REPORT_WORDS } from './words.ts';

const PATH = '/app/reports';

/** The question; 404 if the report is unknown or has ended. */
export async function revokePage(c: AppContext) {
  const { deps } = c.var;
  const view = viewFor(c);
  const words = REPORT_WORDS[view.language];
  const report = (await deps.store.sharedReports.list()).find(({ id }) => id === c.req.param('id'));
  if (!report || !isOpen(report, view.now)) return messagePage(c, 404, 'missing');
  const { id, name, lastOpenedAt } = report;
  const about = aboutReport(view, report, await readContentNames(deps, [report]));
  return confirmPage(c, null, {
    title: words.revokeTitle(titleText(name === '' ? about : name)),
    facts: [
      words.revokeEffect(words.ended.title),
      words.revokeShows(about, periodText(view, report)),
      lastOpenedAt === null ? words.revokeUnused : words.revokeUsed(timeText(c, lastOpenedAt)),
      words.revokeAgain,
      words.revokeUndo,
    ],
    action: `${PATH}/${id}/revoke`,
    button: words.revokeButton,
    isDanger: true,
    back: view.to(PATH),
  });
}
