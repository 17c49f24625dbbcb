/** Mail security with a browser's agent: it opens all links of a newsletter within two seconds, so it is recognized. */
import { DAY, HOUR } from '../time.ts';
import { DESKTOPS } from './agents.ts';
import { CONTENTS, type DemoContent } from './contents.ts';
import { newHash } from './person.ts';
import type { Random } from './random.ts';
import { type DemoVisit, visit } from './visits.ts';

const NEWSLETTERS_DAYS_AGO = [2, 9, 16, 23, 30, 37, 44];
const LINKS = 6;
const RECIPIENTS = 5;
const SENT_AT = 7 * HOUR;
const SPACING_MS = 250;

/** Visits to the email links of the newest contents, weekly until `now`, for each recipient with such a scanner. */
export function scannerBursts(random: Random, now: number): (DemoVisit & { content: DemoContent })[] {
  return NEWSLETTERS_DAYS_AGO.flatMap((daysAgo) => {
    const sentAt = now - (now % DAY) - daysAgo * DAY + SENT_AT;
    const newest = CONTENTS.filter(({ life }) => now - life.age * DAY < sentAt).slice(-LINKS);
    return Array.from({ length: RECIPIENTS }).flatMap(() => {
      const at = Math.floor(sentAt + random.after(HOUR / 4, HOUR));
      const scanner = { agent: random.pick(DESKTOPS), country: 'US', visitor: newHash(random) };
      const network = newHash(random);
      return newest.map((content, place) => ({
        content,
        ...visit(at + place * SPACING_MS, scanner, { network, mark: 'newsletter' }),
      }));
    });
  });
}
