/** Weeks by their ISO name, such as `2026-W47`: Monday to Sunday in the reader's zone. */
import { Temporal } from 'temporal-polyfill';
import { dayOfInstant, type Period, periodOf } from '../period.ts';

const DAYS = 7;

export interface Week {
  name: string;
  /** The week with the one before, to compare with. */
  period: Period;
  previous: string;
  /** Null for the last week that is over. */
  next: string | null;
}

/** The name of the week of a day: its Thursday says to which year it belongs. */
export const weekName = (day: Temporal.PlainDate): string =>
  `${String(day.yearOfWeek).padStart(4, '0')}-W${String(day.weekOfYear).padStart(2, '0')}`;

const mondayOf = (day: Temporal.PlainDate) => day.subtract({ days: day.dayOfWeek - 1 });

/** The Monday of a week by its name; null if there is no such week. */
export function parseWeek(text: string): Temporal.PlainDate | null {
  const [, year = '', week = ''] = /^(\d{4})-W(\d\d)$/.exec(text) ?? [];
  if (year === '') return null;
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 }); // always in the first week
  const monday = mondayOf(fourth).add({ days: (Number(week) - 1) * DAYS });
  return weekName(monday) === text ? monday : null;
}

/** The week of an address: the last one that is over, unless it names an earlier one. */
export function readWeek(text: string | null, now: number, zone: string): Week {
  const today = dayOfInstant(now, zone);
  const last = mondayOf(Temporal.PlainDate.from(today)).subtract({ days: DAYS });
  const asked = text === null ? null : parseWeek(text);
  const monday = asked !== null && Temporal.PlainDate.compare(asked, last) < 0 ? asked : last;
  const days = { from: monday.toString(), to: monday.add({ days: DAYS - 1 }).toString() };
  const isLast = Temporal.PlainDate.compare(monday, last) === 0;
  return {
    name: weekName(monday),
    period: periodOf(days, null, today),
    previous: weekName(monday.subtract({ days: DAYS })),
    next: isLast ? null : weekName(monday.add({ days: DAYS })),
  };
}

/** The moment at which the week is over, in UTC milliseconds. */
export const endOf = ({ period }: Week, zone: string): number =>
  Temporal.PlainDate.from(period.to).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
