/** Limits how often a network may request addresses that do not exist. Existing links have no limit. */
import { clientSubnet } from '../net/address.ts';
import type { Deps } from '../ports.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { MINUTE } from '../time.ts';
import type { Visit } from './visit.ts';

/** Many people may share a network, and follow one misprinted link. */
const LIMIT = { max: 60, windowMs: MINUTE };
/** An alert ends so long after the last refusal. */
export const ALERT_MS = 10 * MINUTE;

/** Counts a request for an address that does not exist. Returns how many milliseconds its network must wait, or 0. */
export type LimitUnknown = (visit: Pick<Visit, 'facts' | 'at'>) => number;

/** Requests from an unknown network are not limited, since many people may share it. */
export function createUnknownSlugLimit({ counters, log }: Pick<Deps, 'counters' | 'log'>): LimitUnknown {
  const limit = createSlidingLimit(LIMIT);
  return ({ facts: { limitAddress }, at }) => {
    const { unknownSlugs } = counters;
    unknownSlugs.requested += 1;
    if (limitAddress === null) return 0;
    const network = clientSubnet(limitAddress);
    const waitMs = limit.waitMs(network, at);
    if (waitMs === 0) {
      limit.count(network, at);
      return 0;
    }
    if (!isAlerting(unknownSlugs.limitedAt, at)) {
      log.warn({}, 'A network requests many addresses that do not exist, and is limited');
    }
    unknownSlugs.limited += 1;
    unknownSlugs.limitedAt = at;
    return waitMs;
  };
}

/** Whether a network was limited recently; `limitedAt` and `now` are UTC milliseconds. */
export const isAlerting = (limitedAt: number | null, now: number): boolean =>
  limitedAt !== null && Math.abs(now - limitedAt) < ALERT_MS;
