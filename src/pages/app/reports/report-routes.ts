import { readBounded } from '../../../bytes.ts';
import { revokeReport, shareReport } from '../../../shared-reports/share-report.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { checkReport, readGiven } from './read-form.ts';
import { madePage, reportsPage } from './reports-page.tsx';
import { revokePage } from './revoke-page.ts';
import { REPORT_WORDS } from './words.ts';

const PATH = '/app/reports';
const MAX_BYTES = 16 * 1024;

async function formOf(c: AppContext): Promise<URLSearchParams> {
  const bytes = await readBounded(c.req.raw.body, MAX_BYTES).catch(() => null);
  return new URLSearchParams(bytes === null ? '' : new TextDecoder().decode(bytes));
}

/** What editors do with the addresses of reports. */
export const reportRoutes = [
  page(`GET ${PATH}`, (c) => {
    const query = new URL(c.req.url).searchParams;
    const { revokedNotice } = REPORT_WORDS[c.var.language];
    const notice = query.get('notice') === 'revoked' ? revokedNotice : null;
    return reportsPage(c, { given: readGiven(query), notice });
  }),

  page(`POST ${PATH}`, async (c) => {
    const { deps, member } = c.var;
    const { zone, now } = viewFor(c);
    const words = REPORT_WORDS[c.var.language];
    const given = readGiven(await formOf(c));
    const checked = checkReport(given, now, zone);
    if (Array.isArray(checked)) return reportsPage(c, { given, mistakes: checked });
    const { contentId } = checked;
    if (contentId !== null && !(await deps.store.contents.get(contentId)))
      return reportsPage(c, { given: { ...given, contentId: '' }, problem: words.unknownContent });
    const shared = await shareReport(deps, { ...checked, timezone: zone, createdBy: member.id });
    return shared === 'full' ? reportsPage(c, { given, problem: words.full }) : madePage(c, shared.url);
  }),

  page(`GET ${PATH}/:id/revoke`, revokePage),

  page(`POST ${PATH}/:id/revoke`, async (c) => {
    const isRevoked = await revokeReport(c.var.deps, c.req.param('id') ?? '');
    if (!isRevoked) return messagePage(c, 404, 'missing');
    return c.redirect(viewFor(c).to(PATH, { notice: 'revoked' }), 303);
  }),
];
