/** What is lost with contents or links: from the same functions as the figures of the pages. */
import { countLinks } from '../../../links/contents/count-links.ts';
import { readStats } from '../../../stats/read-stats.ts';
import type { ListKind } from '../lists/list-query.ts';
import type { PageDeps } from '../overview/read-overview.ts';
import { dayOfInstant, shiftDay } from '../period.ts';
import type { Named } from './kinds.ts';

export interface Losses {
  links: number;
  /** Whether there are more links than were counted. */
  isCut: boolean;
  clicks: number;
  /** All requests that were counted. */
  hits: number;
  /** Clicks of the last 30 days, today included. */
  recent: number;
}

const RECENT_DAYS = 30;
/** The links of more contents are not counted. */
const MOST_CONTENTS = 100;

/** The figures of things of one kind. `zone` decides which days are the last ones. */
export async function readLosses(
  deps: PageDeps,
  kind: ListKind,
  things: Named[],
  zone: string,
): Promise<Losses> {
  const ids = things.map(({ id }) => id);
  const which = kind === 'contents' ? { contentIds: ids, linkIds: [] } : { contentIds: [], linkIds: ids };
  const question = { ...which, groupBy: [], filters: {}, timezone: zone, sort: null, limit: null };
  const since = shiftDay(dayOfInstant(deps.clock(), zone), 1 - RECENT_DAYS);
  const [all, last, links] = await Promise.all([
    readStats(deps, { ...question, from: null, to: null }),
    readStats(deps, { ...question, from: since, to: null }),
    kind === 'links' ? { links: ids.length, isCut: false } : linksOf(deps, things),
  ]);
  return { ...links, clicks: all.total.clicks, hits: all.total.hits, recent: last.total.clicks };
}

async function linksOf(deps: PageDeps, contents: Named[]): Promise<Pick<Losses, 'links' | 'isCut'>> {
  let links = 0;
  let isCut = contents.length > MOST_CONTENTS;
  for (const { rowId, url } of contents.slice(0, MOST_CONTENTS)) {
    const facts = await countLinks(deps, { rowId, url });
    links += facts.links;
    isCut ||= facts.isCut;
  }
  return { links, isCut };
}
