/** The form of a new report: what was chosen, and what is wrong with it. */
import type { Language } from '../../../language.ts';
import { LANGUAGES } from '../../../language.ts';
import { MAX_REPORT_NAME, REPORT_LIFE_DAYS } from '../../../shared-reports/shared-report.ts';
import { DAY } from '../../../time.ts';
import { FILTERS, type Filters, readFilters } from '../overview/controls.tsx';
import { PRESETS, readPeriod } from '../period.ts';

/** Everything as texts, as the form shows it again. */
export interface GivenReport {
  name: string;
  contentId: string;
  /** One of the presets, or `fixed`. */
  period: string;
  from: string;
  to: string;
  filters: Filters;
  /** In days; 0 without end. */
  life: string;
  language: string;
}

export type ReportMistake = 'name' | 'days';

const DEFAULT_PERIOD = '30d';
const DEFAULT_LIFE = '90';

/** Reads the values of a form, or of an address that fills the form in. */
export function readGiven(values: URLSearchParams): GivenReport {
  const text = (name: string) => values.get(name)?.trim() ?? '';
  const isFixed = values.get('period') === 'fixed' || (!values.has('period') && text('from') !== '');
  const preset = PRESETS.find((name) => name === values.get('period')) ?? DEFAULT_PERIOD;
  const life = REPORT_LIFE_DAYS.map(String).find((days) => days === values.get('life'));
  return {
    name: text('name').slice(0, 4 * MAX_REPORT_NAME),
    contentId: text('contentId').slice(0, 64),
    period: isFixed ? 'fixed' : preset,
    from: text('from').slice(0, 10),
    to: text('to').slice(0, 10),
    filters: readFilters(values),
    life: life ?? DEFAULT_LIFE,
    language: LANGUAGES.find((name) => name === values.get('language')) ?? '',
  };
}

/** The period as it is stored, or null if its days are none. */
function periodOf({ period, from, to }: GivenReport, now: number, zone: string) {
  if (period !== 'fixed') return { period };
  const { preset } = readPeriod(new URLSearchParams({ from, to }), now, zone);
  return preset === null ? { from, to } : null;
}

export interface CheckedReport {
  name: string;
  contentId: string | null;
  period: Record<string, string>;
  filters: Record<string, string>;
  expiresAt: number | null;
  language: Language | null;
}

export function checkReport(given: GivenReport, now: number, zone: string): CheckedReport | ReportMistake[] {
  const period = periodOf(given, now, zone);
  const isLong = [...given.name].length > MAX_REPORT_NAME;
  if (period === null || isLong)
    return [...(isLong ? ['name' as const] : []), ...(period === null ? ['days' as const] : [])];
  const days = Number(given.life);
  return {
    name: given.name,
    contentId: given.contentId === '' ? null : given.contentId,
    period,
    filters: Object.fromEntries(
      FILTERS.flatMap((name) => {
        const value = given.filters[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    expiresAt: days === 0 ? null : now + days * DAY,
    language: LANGUAGES.find((name) => name === given.language) ?? null,
  };
}
