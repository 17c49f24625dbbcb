/** What reports are about, in words. */
import type { SharedReport } from '../../../shared-reports/shared-report.ts';
import type { PageDeps } from '../env.ts';
import type { View } from '../frame/view.ts';
import { channelLabel, isChannel, nameText } from '../parts/name-texts.ts';
import { PRESETS } from '../period.ts';
import { REPORT_WORDS } from './words.ts';

/** Names of the contents that the reports are about, and of others with these ids, by id. */
export async function readContentNames(
  { store }: PageDeps,
  reports: SharedReport[],
  otherIds: string[] = [],
): Promise<Map<string, string>> {
  const ids = [...reports.flatMap(({ contentId }) => contentId ?? []), ...otherIds];
  const contents = ids.length === 0 ? [] : await store.contents.byIds([...new Set(ids)]);
  return new Map(contents.map(({ id, title, url }) => [id, nameText(title, url)]));
}

/** What a report is about, in one line. */
export function aboutReport(view: View, report: SharedReport, contents: Map<string, string>): string {
  const words = REPORT_WORDS[view.language];
  const { contentId, filters } = report;
  const subject = contentId === null ? words.everything : (contents.get(contentId) ?? words.unknownContent);
  return [subject, ...filterTexts(view, filters)].join(' · ');
}

/** The values to which a report is restricted; channels by their names. */
export const filterTexts = ({ language }: View, filters: SharedReport['filters']): string[] =>
  Object.entries(filters).map(([name, value]) =>
    name === 'channel' && isChannel(value) ? channelLabel(value, language) : value,
  );

export function periodText(view: View, { period }: SharedReport): string {
  const { lastDays } = REPORT_WORDS[view.language];
  const preset = PRESETS.find((name) => name === period.period);
  return preset === undefined
    ? view.format.days(period.from ?? '', period.to ?? '', 'short')
    : lastDays[preset];
}
