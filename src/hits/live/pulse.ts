/** The pulse of a live list: the clicks of today, and those of each minute of the last hour. */
import { readQuestion } from '../../stats/question.ts';
import { readStats } from '../../stats/read-stats.ts';
import { HOUR, MINUTE } from '../../time.ts';
import type { HitDeps } from '../list-hits.ts';
import { type LiveFilter, questionOf } from './live-hit.ts';

export interface Pulse {
  /** Today so far, in the reader's zone. */
  clicks: number;
  /** The start of each minute (UTC milliseconds), oldest first; fewer than sixty if very many hits came. */
  minutes: { at: number; clicks: number }[];
}

/** `today` is a day such as `2026-10-07` in the zone. */
export async function readPulse(
  deps: HitDeps,
  filter: LiveFilter,
  { today, timezone }: { today: string; timezone: string },
): Promise<Pulse> {
  const now = deps.clock();
  const question = { ...questionOf(filter), from: today, to: today, timezone, sort: null, limit: null };
  const { plan } = readQuestion({ ...question, groupBy: [] }, deps.settings.publicUrl, now);
  const [stats, counted] = await Promise.all([
    readStats(deps, { ...question, groupBy: [] }),
    deps.store.hitList.clicksByMinute({ filters: plan.filters, from: now - HOUR }),
  ]);
  const clicksOf = new Map(counted.clicks);
  const last = Math.floor(now / MINUTE);
  const minutes = Array.from({ length: Math.max(0, last - counted.first + 1) }, (_, at) => {
    const minute = counted.first + at;
    return { at: minute * MINUTE, clicks: clicksOf.get(minute) ?? 0 };
  });
  return { clicks: stats.total.clicks, minutes };
}
