/** A report as somebody without an account sees it: figures alone, with no way into the application. */
import type { Child } from 'hono/jsx';
import { Icon } from '../frame/icons.tsx';
import { Hatches } from '../frame/layout.tsx';
import type { View } from '../frame/view.ts';
import { channelLabel } from '../parts/name-texts.ts';
import { Title } from '../parts/names.tsx';
import { dayOfInstant } from '../period.ts';
import type { ReportView } from './read-report.ts';
import { ReportBars } from './report-bars.tsx';
import { filterTexts } from './report-names.ts';
import { Columns, Findings } from './report-parts.tsx';
import { REPORT_WORDS } from './words.ts';

interface ReportOf {
  view: View;
  shown: ReportView;
}

/** Below this many clicks, a percentage would say more than is known. */
const FEW_CLICKS = 30;

const other = ({ language }: View) => (language === 'en' ? 'fr' : 'en');

/** A whole page without navigation. Nothing in it leads to the application. */
export function bareDocument(view: View, title: string, body: Child): string {
  const page = (
    <html lang={view.language} data-theme={view.theme ?? undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${title} · Sotto`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/app.css" />
        <script type="module" src="/assets/app.js" />
      </head>
      <body class="bare">
        <Hatches />
        <main id="main">
          <div class="wrap report">{body}</div>
        </main>
        <p class="vh" id="say" role="status" />
      </body>
    </html>
  );
  return `<!doctype html>${page}`;
}

/** The page that only says why there is no report. */
export function plainMessage(view: View, { title, text }: { title: string; text: string }): string {
  return bareDocument(
    view,
    title,
    <>
      <h1 class="say">{title}</h1>
      <p>{text}</p>
    </>,
  );
}

export function reportDocument(view: View, shown: ReportView): string {
  const words = REPORT_WORDS[view.language];
  const { report, period } = shown;
  const title = report.name === '' ? words.mast(view.format.days(period.from, period.to)) : report.name;
  return bareDocument(view, title, <Report view={view} shown={shown} />);
}

function Report({ view, shown }: ReportOf) {
  const words = REPORT_WORDS[view.language];
  return (
    <>
      <Mast view={view} shown={shown} />
      <h1 class="say">{shown.clicks === null ? words.tooFew : answerOf(view, shown)}</h1>
      {shown.clicks === null ? null : (
        <>
          <Findings view={view} shown={shown} />
          <section class="report-days">
            <h2>{shown.period.step > 1 ? words.weeks : words.days}</h2>
            <ReportBars view={view} shown={shown} />
          </section>
          <Columns view={view} shown={shown} />
        </>
      )}
      <Method view={view} shown={shown} />
    </>
  );
}

/** Who the report is from, as far as its maker wrote it, what it is about, and which days. */
function Mast({ view, shown: { report, period, content } }: ReportOf) {
  const words = REPORT_WORDS[view.language];
  const filters = filterTexts(view, report.filters);
  return (
    <div class="mast">
      <div>
        {report.name === '' ? null : (
          <b>
            <bdi>{report.name}</bdi>
          </b>
        )}
        <span>{words.mast(view.format.days(period.from, period.to))}</span>
        {content === null ? null : (
          <span>
            <Title title={content.title} url={content.url} />
          </span>
        )}
        {filters.length === 0 ? null : (
          <span>
            <bdi>{view.format.list(filters)}</bdi>
          </span>
        )}
      </div>
      <button class="btn" type="button" data-print hidden>
        <Icon name="print" />
        {words.print}
      </button>
    </div>
  );
}

/** The sentence of the overview, from published figures. */
function answerOf(view: View, { report, period, clicks, privates, channels, ...shown }: ReportView): Child {
  const { words, format, language } = view;
  const count = clicks ?? 0;
  const [top] = channels.shown;
  if (privates === null || !top || report.filters.channel !== undefined)
    return words.answer.plain(period.words, count, format);
  const facts = {
    period: period.words,
    clicks: count,
    privates,
    top: channelLabel(top.group, language),
    spreading: shown.content === null ? shown.spreading.length : 0,
    spreadingLink: (text: Child) => <span class="marker">{text}</span>,
  };
  return count < FEW_CLICKS ? words.answer.few(facts, format) : words.answer.usual(facts, format);
}

function Method({ view, shown }: ReportOf) {
  const words = REPORT_WORDS[view.language];
  const { format, zone, now, here } = view;
  return (
    <footer class="method">
      <h2>{words.method}</h2>
      {words.methods.map((text) => (
        <p>{text}</p>
      ))}
      {shown.leftOut === null ? null : <p>{words.leftOut(format.number(shown.leftOut))}</p>}
      <p class="rend">
        <span>{words.footer(format.day(dayOfInstant(now, zone), 'year'), zone.replaceAll('_', ' '))}</span>{' '}
        <a href={here({ lang: other(view) })} lang={other(view)} hreflang={other(view)} rel="nofollow">
          {words.other}
        </a>
      </p>
    </footer>
  );
}
