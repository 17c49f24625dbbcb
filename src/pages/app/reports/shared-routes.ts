/** The address of a report: open to whoever has it, and to nothing else. */
import { LANGUAGES, type Language, preferredLanguage } from '../../../language.ts';
import type { Deps } from '../../../ports.ts';
import { createReportLimit } from '../../../shared-reports/open-limit.ts';
import { openReport } from '../../../shared-reports/open-report.ts';
import type { AppContext } from '../env.ts';
import { viewOf } from '../frame/view.ts';
import { visitorOf } from '../members/visitor.ts';
import { page } from '../page-route.ts';
import { readReport } from './read-report.ts';
import { plainMessage, reportDocument } from './report-page.tsx';
import { REPORT_WORDS } from './words.ts';

/** The address is a secret, so no page that it leads to may learn it; and nothing is asked for besides the files of the page. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
};

const MINUTES = 10;

/** The reader's choice in the address, else the report's, else as the browser asks: a member is nobody special here. */
const languageOf = (c: AppContext, ofReport: Language | null = null): Language =>
  LANGUAGES.find((name) => name === c.req.query('lang')) ??
  ofReport ??
  preferredLanguage(c.req.header('Accept-Language')?.slice(0, 256) ?? '');

type Status = 200 | 404 | 410 | 429;

const answer = (c: AppContext, html: string, status: Status = 200) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return c.html(html, status);
};

export function sharedRoutes(deps: Deps) {
  const limit = createReportLimit(deps.sharedLimits);
  return [
    page('GET /app/shared/:token', async (c) => {
      const now = deps.clock();
      const plain = viewOf(c.req.url, { language: languageOf(c), zone: 'UTC' }, now);
      const words = REPORT_WORDS[plain.language];
      const { address } = visitorOf(c);
      if (!(await limit.take(address, now))) {
        c.header('Retry-After', String(MINUTES * 60));
        return answer(c, plainMessage(plain, words.limited), 429);
      }
      const report = await openReport(deps, c.req.param('token') ?? '');
      if (report === 'ended') return answer(c, plainMessage(plain, words.ended), 410);
      if (report === null) {
        limit.wrong(address, now);
        return answer(c, plainMessage(plain, words.missing), 404);
      }
      const url = new URL(c.req.url);
      // Days are those of the report, whatever an address says.
      url.searchParams.delete('timezone');
      const view = viewOf(url.href, { language: languageOf(c, report.language), zone: report.timezone }, now);
      return answer(c, reportDocument(view, await readReport(deps, report)));
    }),
  ];
}
