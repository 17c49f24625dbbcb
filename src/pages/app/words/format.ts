/** Numbers and days as people write them in each language. */
import { type Language, LOCALES } from '../../../language.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../time.ts';
import { daysSince } from '../period.ts';

const NO_BREAK = '\u00a0';

/** Below this many, a part is written as "3 of 8"; below the other, a change is a difference, not a percentage. */
const FEW = 30;
const FEW_BEFORE = 50;

/** What an age of less than a day is told in. */
const STEPS = [
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
] as const;

/** An age that has not reached the smallest step. */
const JUST_NOW: Record<Language, string> = { en: 'just now', fr: 'à l’instant' };

// U+202F is a mere tenth of an em in the pages' font.
const widen = (text: string) => text.replaceAll('\u202f', '\u00a0');
// French writes the first of a month as an ordinal.
const ordinal = (text: string) => text.replaceAll(/(^|\s)1(?=\s\p{L}|\s?\u2013)/gu, '$11er');

// No line ends between a day and its month, or the name of the day before it.
const withMonth = (text: string) =>
  text.replaceAll(/(?<=(?:^|\D)\d\d?(?:er)?)\s(?=\p{L})|(?<=^\p{L}+[.,]?)\s(?=\d)/gu, NO_BREAK);
const dateText = (language: Language, text: string) =>
  withMonth(language === 'fr' ? ordinal(widen(text)) : text);

/** The longest range that fits into a line of the largest sentence on a phone. */
const MOST_TOGETHER = 24;
/** A line may end after a dash, even before a no-break space, unless this follows it. */
const JOINER = '\u2060';

/** A range such as "16 – 22 November" on one line; a longer one may be divided after its dash, and nowhere else. */
function keepTogether(range: string): string {
  const line = range.replaceAll(/\s/g, NO_BREAK);
  return range.length > MOST_TOGETHER ? line.replace(`–${NO_BREAK}`, '– ') : line.replace('–', `–${JOINER}`);
}

/** A part of a whole, such as the private clicks of all clicks. */
export interface Part {
  part: number;
  whole: number;
}

/** Whether some are in the part, and some are not. */
export const isDivided = ({ part, whole }: Part): boolean => part > 0 && part < whole;

export type Format = ReturnType<typeof createFormat>;

/** The number of a UTC day's date text (`2026-10-07`), as a date that no zone moves. */
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** A moment with its year: "28 Nov 2026, 18:14". */
export function dateAndTime(language: Language, timeZone: string, at: number): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return dateText(language, new Intl.DateTimeFormat(LOCALES[language], options).format(at));
}

export function createFormat(language: Language, zone: string) {
  const locale = LOCALES[language];
  const plain = new Intl.NumberFormat(locale);
  const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale);
  const dates = (options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const styles = {
    short: dates({ day: 'numeric', month: 'short' }),
    shortYear: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    long: dates({ day: 'numeric', month: 'long' }),
    year: dates({ day: 'numeric', month: 'long', year: 'numeric' }),
    weekday: dates({ weekday: 'short', day: 'numeric', month: 'short' }),
  };
  const moment = dates({ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }, zone);
  const clock = dates({ hour: '2-digit', minute: '2-digit' }, zone);
  const seconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' }, zone);
  const relativeWords = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const date = (text: string) => dateText(language, text);

  const number = (value: number) => widen(plain.format(value));
  const sign = language === 'fr' ? '\u00a0%' : '%';
  const rounded = (value: number) => `${number(Math.round(value * 100))}${sign}`;
  const percent = ({ part, whole }: Part) => {
    const ratio = whole === 0 ? 0 : part / whole;
    if (part > 0 && ratio < 0.005) return `<1${sign}`;
    // Never all of something that is not all.
    return part < whole && ratio >= 0.995 ? `>99${sign}` : rounded(ratio);
  };
  const signed = (value: number) => (value < 0 ? '−' : value > 0 ? '+' : '') + number(Math.abs(value));

  return {
    number,
    /** A mean, with as many decimals in every row. */
    decimal: (value: number) => widen(hundredths.format(value)),
    percent,
    signed,
    /** A percentage, or null if there are too few for one. */
    share: (part: Part): string | null => (part.whole < FEW ? null : percent(part)),
    /** How a count has changed; null if it was zero before, which makes it new. */
    change(now: number, before: number): string | null {
      if (before === 0) return now === 0 ? number(0) : null;
      if (before < FEW_BEFORE) return signed(now - before);
      return `${signed(Math.round(((now - before) / before) * 100))}${sign}`;
    },
    isMany: (before: number) => before >= FEW_BEFORE,
    plural: <Text>(count: number, one: Text, other: Text) => (plurals.select(count) === 'one' ? one : other),
    list: (texts: string[]) => lists.format(texts),
    day: (day: string, style: keyof typeof styles = 'long') => date(styles[style].format(noon(day))),
    days(from: string, to: string, style: keyof typeof styles = 'year') {
      if (from === to) return date(styles[style].format(noon(from)));
      return keepTogether(date(styles[style].formatRange(noon(from), noon(to))));
    },
    /** A moment in the reader's zone: "28 November at 18:14". */
    dayAndTime: (at: number) => date(moment.format(at)),
    /** A time of the day in the reader's zone: "18:14", or with its seconds. */
    time: (at: number, withSeconds = false) => (withSeconds ? seconds : clock).format(at),
    country: (code: string) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
    /** How long ago: "just now", "2 hr ago", or "2 hours ago" in a sentence. From a day on, as many days as the date has changed in the reader's zone. */
    ago(at: number, now: number, inSentence = false) {
      const texts = inSentence ? relativeWords : relative;
      const age = Math.max(0, now - at);
      const days = age >= DAY ? daysSince(at, now, zone) : 0;
      if (days > 0) return widen(texts.format(-days, 'day'));
      const step = STEPS.find(([size]) => age >= size);
      if (!step) return JUST_NOW[language];
      const [size, unit] = step;
      return widen(texts.format(-Math.floor(age / size), unit));
    },
  };
}
