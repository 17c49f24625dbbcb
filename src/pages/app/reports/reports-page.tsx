/** The addresses that the team has given out, and the form for a new one. */

import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { REPORT_LIFE_DAYS } from '../../../shared-reports/shared-report.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { Field, Form, Notice, Select } from '../members/parts.tsx';
import { Part } from '../members/settings-page.tsx';
import { channelLabel } from '../parts/name-texts.ts';
import { Address } from '../parts/names.tsx';
import { PRESETS } from '../period.ts';
import type { GivenReport, ReportMistake } from './read-form.ts';
import { readContentNames } from './report-names.ts';
import { ReportTable } from './report-table.tsx';
import { REPORT_WORDS } from './words.ts';

const PATH = '/app/reports';

interface PageOf {
  given: GivenReport;
  mistakes?: ReportMistake[];
  /** What went wrong with the whole form. */
  problem?: string | null;
  notice?: string | null;
}

export async function reportsPage(
  c: AppContext,
  { given, mistakes = [], problem = null, notice = null }: PageOf,
) {
  const { deps } = c.var;
  const view = viewFor(c);
  const words = REPORT_WORDS[view.language];
  const reports = await deps.store.sharedReports.list();
  const [contents, members] = await Promise.all([
    readContentNames(deps, reports, given.contentId === '' ? [] : [given.contentId]),
    deps.store.members.list(),
  ]);
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const isWrong = mistakes.length > 0 || problem !== null;
  const body = (
    <div class="wrap settings">
      <h1 class="h1">{words.title}</h1>
      <p>{words.lead}</p>
      <Notice text={notice} />
      <Notice text={problem} isError />
      <Part id="new" head={words.create} note={words.createNote}>
        <ReportForm view={view} given={given} mistakes={mistakes} contents={contents} />
      </Part>
      <Part id="reports" head={words.list}>
        {reports.length === 0 ? (
          <p class="note">{words.none}</p>
        ) : (
          <ReportTable c={c} view={view} reports={reports} contents={contents} names={names} />
        )}
      </Part>
    </div>
  );
  return showPage(c, { view, title: words.title, place: null, status: isWrong ? 422 : 200 }, body);
}

interface FormOf {
  view: View;
  given: GivenReport;
  mistakes: ReportMistake[];
  contents: Map<string, string>;
}

function ReportForm({ view, given, mistakes, contents }: FormOf) {
  const words = REPORT_WORDS[view.language];
  const content = contents.get(given.contentId);
  const subjects = [
    ...(content === undefined ? [] : [[given.contentId, content] as const]),
    ['', words.everything] as const,
  ];
  const periods = [
    ...PRESETS.map((name) => [name, `${words.lastDays[name]} (${words.moving})`] as const),
    ['fixed', words.fixed] as const,
  ];
  return (
    <Form action={view.to(PATH)}>
      <Field
        name="name"
        label={words.name}
        value={given.name}
        hint={words.nameHint}
        optional
        mistake={mistakes.includes('name') ? words.tooLong : undefined}
      />
      <Select name="contentId" label={words.subject} value={given.contentId} options={subjects} />
      <Select name="period" label={words.period} value={given.period} options={periods} />
      <div class="pair">
        <Field
          name="from"
          type="date"
          label={words.from}
          value={given.from}
          optional
          mistake={mistakes.includes('days') ? words.wrongDays : undefined}
          hint={words.daysHint}
        />
        <Field
          name="to"
          type="date"
          label={words.to}
          value={given.to}
          optional
          isWrong={mistakes.includes('days')}
        />
      </div>
      <Filters view={view} given={given} />
      <Select
        name="life"
        label={words.life}
        value={given.life}
        options={REPORT_LIFE_DAYS.map((days) => [String(days), words.lives[days] ?? String(days)] as const)}
      />
      <Select
        name="language"
        label={words.language}
        value={given.language}
        options={[
          ['', words.anyLanguage],
          ['en', words.languages.en],
          ['fr', words.languages.fr],
        ]}
      />
      <button class="btn primary" type="submit">
        {words.button}
      </button>
    </Form>
  );
}

function Filters({ view, given: { filters } }: { view: View; given: GivenReport }) {
  const words = REPORT_WORDS[view.language];
  const { filter } = view.words;
  const channels = CHANNEL_NAMES.map((name) => [name, channelLabel(name, view.language)] as const);
  return (
    <details class="more-opts" open={Object.keys(filters).length > 0}>
      <summary>{words.filters}</summary>
      <div>
        <Select
          name="channel"
          label={filter.channel}
          value={filters.channel ?? ''}
          options={[['', filter.any], ...channels]}
        />
        <Field name="campaign" label={filter.campaign} value={filters.campaign ?? ''} optional />
        <Field name="tag" label={filter.tag} value={filters.tag ?? ''} optional />
        <Field
          name="mark"
          label={filter.placement}
          value={filters.mark ?? ''}
          hint={words.filtersHint}
          optional
        />
      </div>
    </details>
  );
}

/** The address, shown to its maker here and never again. */
export function madePage(c: AppContext, url: string) {
  const view = viewFor(c);
  const words = REPORT_WORDS[view.language];
  const body = (
    <div class="wrap settings">
      <h1 class="h1">{words.made}</h1>
      <p class="oneuse" id="oneuse">
        <Address text={url} />
      </p>
      <p class="row">
        <button class="btn primary" type="button" data-from="oneuse" data-said={words.copied} hidden>
          <Icon name="copy" />
          <span>{words.copy}</span>
        </button>
        <a class="btn" href={url} rel="noreferrer" target="_blank">
          <Icon name="open" />
          {words.open}
        </a>
      </p>
      <p>{words.madeText}</p>
      <p>
        <a href={view.to(PATH)}>{words.back}</a>
      </p>
    </div>
  );
  return showPage(c, { view, title: words.made, place: null }, body);
}
