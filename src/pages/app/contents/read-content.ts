/** Everything that the page of one content shows, from the functions of the API. */
import type { Content } from '../../../links/contents/content.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import type { Link } from '../../../links/link.ts';
import { type ReachAnswer, readReach } from '../../../shares/read-reach.ts';
import type { ShownGroup } from '../../../sightings/group-sightings.ts';
import { findSpreading, type Spreading } from '../../../stats/spreading.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import {
  asker,
  type PageDeps,
  type Readers,
  type Row,
  readReaders,
  readSightings,
  type Scope,
  type Sightings,
} from '../overview/read-overview.ts';
import { type Series, seriesOf } from '../overview/series.ts';
import { dayOfInstant, type Period, periodOf, shiftDay } from '../period.ts';

export const MOST_LINKS = 100;

export interface ContentView {
  content: Content;
  scope: Scope;
  links: { link: Link; totals: LinkTotals }[];
  hasMoreLinks: boolean;
  /** From the day it was made until yesterday. */
  period: Period;
  series: Series;
  sightings: Sightings;
  readers: Readers;
  /** Clicks by link and placement. */
  placements: Row[];
  spreading: Spreading | null;
  /** What was shared, so far. */
  reach: ReachAnswer;
  asOf: number | null;
}

const NEVER: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };
const MOST_PLACEMENTS = 20;

/** Throws `not_found` for an unknown content. */
export async function readContent(deps: PageDeps, id: string, zone: string): Promise<ContentView> {
  const content = await showContent(deps, id);
  const now = deps.clock();
  const today = dayOfInstant(now, zone);
  const yesterday = shiftDay(today, -1);
  const made = dayOfInstant(content.createdAt, zone);
  const period = periodOf({ from: made < yesterday ? made : yesterday, to: yesterday }, null, today);
  const scope: Scope = { filters: {}, contentIds: [content.id] };
  const ask = asker(deps, scope, zone);
  const [links, byDay, sightings, readers, placements, spreading, reach] = await Promise.all([
    deps.store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS + 1 }),
    ask(['channel', 'day'], { from: period.from, to: today }),
    readSightings(deps, scope, period),
    readReaders(ask, period),
    ask(['link', 'mark'], period),
    findSpreading(deps, { ...scope, timezone: zone }),
    readReach(deps, content.id, { from: null, to: null, timezone: zone }),
  ]);
  const shown = links.slice(0, MOST_LINKS);
  const totals = await deps.store.stats.totals(shown.map(({ rowId }) => rowId));
  const { asOf } = byDay.meta;
  return {
    content,
    scope,
    links: shown.map((link) => ({ link, totals: totals.get(link.rowId) ?? NEVER })),
    hasMoreLinks: links.length > MOST_LINKS,
    period,
    series: seriesOf(byDay.data),
    sightings,
    readers,
    placements: placements.data
      .filter(({ mark, clicks }) => typeof mark === 'string' && mark !== '' && clicks > 0)
      .slice(0, MOST_PLACEMENTS),
    spreading: spreading[0] ?? null,
    reach,
    asOf: asOf === null ? null : Date.parse(asOf),
  };
}

/** What happened on a day, in the order of days: first sightings by app, first crossings, and a return. */
export interface Event {
  day: string;
  apps: string[];
  crossings: { channel: string; app: string }[];
  isReturn: boolean;
}

export function eventsOf({ sightings, spreading }: ContentView, zone: string): Event[] {
  const events = new Map<string, Event>();
  const on = (day: string): Event => {
    const event = events.get(day) ?? { day, apps: [], crossings: [], isReturn: false };
    events.set(day, event);
    return event;
  };
  const dayOf = ({ firstSeenAt }: ShownGroup) => dayOfInstant(Date.parse(firstSeenAt), zone);
  for (const group of sightings.apps) on(dayOf(group)).apps.push(String(group.app));
  for (const group of sightings.crossed)
    on(dayOf(group)).crossings.push({ channel: String(group.channel), app: String(group.app) });
  if (spreading) on(spreading.since).isReturn = true;
  return [...events.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}
