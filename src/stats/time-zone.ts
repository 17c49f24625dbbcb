/** Which names of time zones Sotto takes, the same on every runtime. */
import { createLRU } from 'lru.min';
import { Temporal } from 'temporal-polyfill';

const MAX_ZONES = 500;
const ANY_DAY = Temporal.PlainDate.from('2026-10-07');
const known = createLRU<string, true>({ max: MAX_ZONES });

/** What names of zones begin with: `Europe/Paris`, `US/Pacific`, `Etc/GMT+5`. */
const AREAS =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\//i;

/** The zones of the IANA database without an area. */
const WITHOUT_AREA = new Set(
  `cet cst6cdt cuba eet egypt eire est est5edt gb gb-eire gmt gmt+0 gmt-0 gmt0 greenwich hongkong hst iceland iran israel
  jamaica japan kwajalein libya met mst mst7mdt navajo nz nz-chat poland portugal prc pst8pdt roc rok singapore turkey uct
  universal utc w-su wet zulu`.split(/\s+/),
);

/**
 * Whether this is a time zone of the IANA database. All of its users must know it: `Intl` also knows offsets, and old
 * abbreviations such as `IST`, which stand for several zones; and each runtime knows other names, such as `Factory`.
 */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!AREAS.test(name) && !WITHOUT_AREA.has(name.toLowerCase())) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    ANY_DAY.toZonedDateTime(name);
  } catch {
    return false;
  }
  known.set(name, true);
  return true;
}
