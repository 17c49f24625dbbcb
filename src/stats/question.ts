import { AppError, type FieldError } from '../errors.ts';
import { DAY } from '../time.ts';
import { DIMENSION_NAMES, type DimensionName, dimension } from './dimensions.ts';
import { COUNTS, type Counts } from './measures.ts';
import { parseInstant, zoneOffsets } from './period.ts';
import { facetsOf } from './retention.ts';
import type { StatsPlan } from './stats-plan.ts';
import { isTimeZone } from './time-zone.ts';

/**
 * A caller's question, as texts. `from` and `to` are days or instants; `sort` is a measure, with `-` before it for
 * descending order.
 */
export interface StatsQuestion {
  groupBy: string[];
  filters: Record<string, string[]>;
  contentIds: string[];
  linkIds: string[];
  from: string | null;
  to: string | null;
  timezone: string;
  sort: string | null;
  limit: number | null;
}

/** The measures by which rows may be sorted, under the names the API shows. */
export const SORTS: ReadonlyMap<string, keyof Counts | 'hits'> = new Map(
  [...COUNTS, 'hits' as const].map((name) => [name, name]),
);

const DEFAULT_LIMIT = 100;
const DEFAULT_SORT = '-clicks';
// No hit is older.
const EPOCH = Date.UTC(2020, 0, 1);
// No hit is newer than now, and no clock so far ahead.
const AHEAD = 366 * DAY;

/** A question with its defaults, its zone and its order resolved. */
export interface ResolvedQuestion {
  plan: StatsPlan;
  timezone: string;
  /** The bounds as given; the plan leaves out one beyond which there are no hits. */
  period: Pick<StatsPlan, 'from' | 'to'>;
  sort: { measure: keyof Counts | 'hits'; descending: boolean };
  /** The limit on groups. */
  limit: number;
}

/** Whether hits can be grouped by this name. */
export const isDimension = (name: string): name is DimensionName =>
  (DIMENSION_NAMES as string[]).includes(name);

/** Whether this is a dimension other than time. */
export const isGroup = (name: string): name is DimensionName =>
  isDimension(name) && dimension(name).of !== 'time';

function readGroups(groupBy: string[], wrong: FieldError[]): DimensionName[] {
  const names = groupBy.filter(isDimension);
  const detail = (text: string) => wrong.push({ pointer: '?groupBy', detail: text });
  if (names.length < groupBy.length) detail(`Unknown dimension. Use ${DIMENSION_NAMES.join(', ')}.`);
  if (new Set(names).size < names.length) detail('Duplicate dimension.');
  if (names.length > 2) detail('Use at most two dimensions.');
  if (names.filter((name) => dimension(name).of === 'time').length > 1)
    detail('Use at most one unit of time.');
  return names;
}

/** The stored values of a filter; undefined if there is no filter of this name. */
function storedValues(name: string, values: string[], publicUrl: string): string[] | undefined {
  const dim = isDimension(name) ? dimension(name) : undefined;
  if (dim === undefined || dim.of === 'time') return undefined;
  const { stored } = dim.of === 'link' ? dim : {};
  return stored ? values.map((value) => stored(value, publicUrl)) : values;
}

function readFilters(question: StatsQuestion, publicUrl: string, wrong: FieldError[]): StatsPlan['filters'] {
  const filters: StatsPlan['filters'] = {};
  for (const [name, given] of Object.entries(question.filters)) {
    const values = storedValues(name, given, publicUrl);
    if (!isDimension(name) || values === undefined)
      wrong.push({ pointer: `?${name}`, detail: 'Unknown filter.' });
    else if (values.length > 0) filters[name] = values;
  }
  const ids = { link: question.linkIds, content: question.contentIds };
  for (const [name, given] of Object.entries(ids) as [keyof typeof ids, string[]][]) {
    const also = filters[name];
    if (given.length > 0) filters[name] = also ? also.filter((id) => given.includes(id)) : given;
  }
  return filters;
}

function readSort(text: string, wrong: FieldError[]): ResolvedQuestion['sort'] {
  const measure = SORTS.get(text.replace(/^-/, ''));
  if (measure) return { measure, descending: text.startsWith('-') };
  const detail = `Unknown measure. Use ${[...SORTS.keys()].join(', ')}, with "-" before it for descending order.`;
  wrong.push({ pointer: '?sort', detail });
  return { measure: 'clicks', descending: true };
}

/** The bounds of a period as instants; null for none. Names what is wrong in `wrong`. */
export function readPeriod(
  question: Pick<StatsQuestion, 'from' | 'to'>,
  timezone: string,
  wrong: FieldError[],
): Pick<StatsPlan, 'from' | 'to'> {
  const bound = (name: 'from' | 'to') => {
    const text = question[name];
    const at = text === null ? null : parseInstant(text, timezone, name);
    const detail = 'Must be a day (2026-10-07) or an ISO 8601 time with an offset (2026-10-07T09:00:00Z).';
    if (text !== null && at === null) wrong.push({ pointer: `?${name}`, detail });
    return at;
  };
  const period = { from: bound('from'), to: bound('to') };
  const { from, to } = period;
  if (from !== null && to !== null && from >= to)
    wrong.push({ pointer: '?to', detail: 'Must be later than from.' });
  return period;
}

/** The time zone, or UTC if there is none of this name, which is then noted in `wrong`. */
export function readTimeZone(name: string, wrong: FieldError[]): string {
  if (isTimeZone(name)) return name;
  wrong.push({ pointer: '?timezone', detail: 'Must be an IANA time zone, such as Europe/Paris.' });
  return 'UTC';
}

/** The part of a period that can have hits. A bound that excludes none is left out. */
function clamp({ from, to }: ResolvedQuestion['period'], now: number): ResolvedQuestion['period'] {
  return {
    from: from === null || from <= EPOCH ? null : Math.min(from, now + AHEAD),
    to: to === null || to >= now + AHEAD ? null : Math.max(to, EPOCH),
  };
}

/** The offsets of a zone in a clamped period. */
function offsetsOf(timezone: string, { from, to }: ResolvedQuestion['period'], now: number) {
  // Rounded up to whole days, so that the same offsets are used until tomorrow.
  const end = (Math.ceil((to ?? now) / DAY) + 1) * DAY;
  return zoneOffsets(timezone, Math.min(from ?? EPOCH, end), end);
}

/** Checks a question and fills in its defaults. Throws `validation` that names every wrong parameter. */
export function readQuestion(question: StatsQuestion, publicUrl: string, now: number): ResolvedQuestion {
  const wrong: FieldError[] = [];
  const groupBy = readGroups(question.groupBy, wrong);
  const timezone = readTimeZone(question.timezone, wrong);
  const filters = readFilters(question, publicUrl, wrong);
  const sort = readSort(question.sort ?? DEFAULT_SORT, wrong);
  if (sort.measure === 'shares' && facetsOf({ groupBy, filters }).length > 0)
    wrong.push({
      pointer: '?sort',
      detail: 'Shares have no facts of hits, such as countries or marks: sort by another measure.',
    });
  const period = readPeriod(question, timezone, wrong);
  if (wrong.length > 0) throw new AppError('validation', 'Some parameters are invalid.', wrong);

  const limit = question.limit ?? DEFAULT_LIMIT;
  const timed = groupBy.some((name) => dimension(name).of === 'time');
  const { from, to } = clamp(period, now);
  const plan = {
    groupBy,
    filters,
    from,
    to,
    offsets: offsetsOf(timezone, { from, to }, now),
    order: timed ? null : sort,
    limit,
  };
  return { plan, timezone, period, sort, limit };
}
