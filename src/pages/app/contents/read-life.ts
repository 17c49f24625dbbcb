/** The life of a content or of one link: its figures from its first day until now, from the functions of the API. */
import type { Link } from '../../../links/link.ts';
import type { ShownGroup } from '../../../sightings/group-sightings.ts';
import type { Spreading } from '../../../stats/spreading.ts';
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

export interface LifeView {
  scope: Scope;
  /** When it was made: UTC milliseconds. */
  madeAt: number;
  /** From the day it was made until yesterday. */
  period: Period;
  series: Series;
  sightings: Sightings;
  readers: Readers;
  /** Clicks by link and placement. */
  placements: Row[];
  /** UTC milliseconds of the newest hit. */
  asOf: number | null;
}

const MOST_PLACEMENTS = 20;

export async function readLife(
  deps: PageDeps,
  scope: Scope,
  madeAt: number,
  zone: string,
): Promise<LifeView> {
  const today = dayOfInstant(deps.clock(), zone);
  const yesterday = shiftDay(today, -1);
  const made = dayOfInstant(madeAt, zone);
  const period = periodOf({ from: made < yesterday ? made : yesterday, to: yesterday }, null, today);
  const ask = asker(deps, scope, zone);
  const [byDay, sightings, readers, placements] = await Promise.all([
    ask(['channel', 'day'], { from: period.from, to: today }),
    readSightings(deps, scope, period),
    readReaders(ask, period),
    ask(['link', 'mark'], period),
  ]);
  const { asOf } = byDay.meta;
  return {
    ...{ scope, madeAt, period, sightings, readers },
    series: seriesOf(byDay.data),
    placements: placements.data
      .filter(({ mark, clicks }) => typeof mark === 'string' && mark !== '' && clicks > 0)
      .slice(0, MOST_PLACEMENTS),
    asOf: asOf === null ? null : Date.parse(asOf),
  };
}

/** A destination that a link had before: UTC milliseconds of its end. */
export interface FormerDestination {
  linkRowId: number;
  url: string;
  until: number;
}

/** What happened on a day. */
export interface Event {
  day: string;
  /** Apps in which it was seen for the first time, and first crossings. */
  apps: string[];
  crossings: { channel: string; app: string }[];
  /** Whether it began to spread again. */
  isReturn: boolean;
  /** Channels of links that were added, led elsewhere from then on, or expired. */
  added: string[];
  moved: string[];
  expired: string[];
  /** Channels of links that had as many clicks as they were made for, or were archived. */
  usedUp: string[];
  archived: string[];
  /** Whether the content itself was archived. */
  isArchived: boolean;
}

/** When a link was used up, or a link or the content (null) was archived. */
export interface Ending {
  linkRowId: number | null;
  how: 'usedUp' | 'archived';
  at: number;
}

/** What events are read from. */
interface Happenings extends Pick<LifeView, 'madeAt' | 'sightings'> {
  spreading: Spreading | null;
  links: Pick<Link, 'rowId' | 'channel' | 'createdAt' | 'expiresAt'>[];
  former: FormerDestination[];
  endings: Ending[];
}

/** The event of a day, by its name or a moment in it. */
type OnDay = (at: number | string) => Event;

/** What happened, in the order of days. */
export function eventsOf(happenings: Happenings, { zone, now }: { zone: string; now: number }): Event[] {
  const events = new Map<string, Event>();
  const on: OnDay = (at) => {
    const day = typeof at === 'number' ? dayOfInstant(at, zone) : at;
    const none = { apps: [], crossings: [], added: [], moved: [], expired: [], usedUp: [], archived: [] };
    const event = events.get(day) ?? { day, ...none, isReturn: false, isArchived: false };
    events.set(day, event);
    return event;
  };
  const { madeAt, sightings, spreading, links } = happenings;
  const seenAt = ({ firstSeenAt }: ShownGroup) => Date.parse(firstSeenAt);
  for (const group of sightings.apps) on(seenAt(group)).apps.push(String(group.app));
  for (const group of sightings.crossed)
    on(seenAt(group)).crossings.push({ channel: String(group.channel), app: String(group.app) });
  if (spreading) on(spreading.since).isReturn = true;
  const made = dayOfInstant(madeAt, zone);
  for (const { createdAt, expiresAt, channel } of links) {
    if (dayOfInstant(createdAt, zone) > made) on(createdAt).added.push(channel);
    if (expiresAt !== null && expiresAt <= now) on(expiresAt).expired.push(channel);
  }
  addChanges(happenings, on);
  return [...events.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** What the team did to links and to the content, and which links were used up. */
function addChanges({ links, former, endings }: Happenings, on: OnDay): void {
  const channelOf = new Map<number | null, string>(links.map(({ rowId, channel }) => [rowId, channel]));
  for (const { linkRowId, until } of former) {
    const channel = channelOf.get(linkRowId);
    if (channel !== undefined) on(until).moved.push(channel);
  }
  for (const { linkRowId, how, at } of endings) {
    const channel = channelOf.get(linkRowId);
    if (linkRowId === null) on(at).isArchived = true;
    else if (channel !== undefined) on(at)[how].push(channel);
  }
}
