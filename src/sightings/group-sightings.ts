import { linkFields } from '../stats/link-fields.ts';
import { type RowRange, readSlices } from '../stats/rows/row-range.ts';
import { isoDay, isoTime, isoTimeOrNull } from '../time.ts';
import { planOf, type SightingDeps, type SightingQuestion } from './list-sightings.ts';
import type { SightingDimension, SightingGroup } from './sighting.ts';

type Keys = Record<string, string | number | boolean | null>;

/** A group as the API shows it: the keys of its dimensions and its counts. Times are ISO 8601 UTC. */
export type ShownGroup = Pick<SightingGroup, 'sightings' | 'links' | 'days' | 'bursts' | 'previews'> & {
  firstSeenAt: string;
  lastSeenAt: string;
} & Keys;

function keysOf(name: SightingDimension, keys: SightingGroup['keys'], publicUrl: string): Keys {
  switch (name) {
    case 'app':
      return { app: keys.app ?? null };
    case 'day':
      return { day: isoDay(Number(keys.day ?? 0)) };
    case 'crossed':
      return { crossed: keys.crossed === 1 };
    default:
      return linkFields(name, keys, publicUrl);
  }
}

function show(groupBy: SightingDimension[], group: SightingGroup, publicUrl: string): ShownGroup {
  const { keys, sightings, links, days, bursts, previews, firstAt, lastAt } = group;
  const groupKeys: Keys = Object.assign({}, ...groupBy.map((name) => keysOf(name, keys, publicUrl)));
  return {
    ...groupKeys,
    sightings,
    links,
    days,
    bursts,
    previews,
    firstSeenAt: isoTime(firstAt),
    lastSeenAt: isoTime(lastAt),
  };
}

const EMPTY_GROUP = {
  keys: {},
  sightings: 0,
  links: 0,
  days: 0,
  bursts: 0,
  previews: 0,
  firstAt: 0,
  lastAt: 0,
};

/** The fields of a group in their order. */
export const groupFields = (groupBy: SightingDimension[], publicUrl: string): string[] =>
  Object.keys(show(groupBy, EMPTY_GROUP, publicUrl));

/** The groups of a page, unless the caller says otherwise. */
export const GROUPS = 100;

/** How sightings are grouped, and which groups are read. */
export interface Grouping extends Partial<RowRange> {
  groupBy: SightingDimension[];
}

/** Groups of the sightings that match, the last seen first. Throws `validation`, as statistics do. */
export async function groupSightings(
  deps: SightingDeps,
  question: SightingQuestion,
  { groupBy, limit = GROUPS, offset = 0 }: Grouping,
): Promise<{ data: ShownGroup[]; meta: { asOf: string | null }; next: number | null }> {
  const plan = { ...planOf(deps, question), groupBy, limit: limit + 1, offset };
  const { groups, asOf } = await deps.store.sightings.groups(plan);
  const { publicUrl } = deps.settings;
  return {
    data: groups.slice(0, limit).map((group) => show(groupBy, group, publicUrl)),
    meta: { asOf: isoTimeOrNull(asOf) },
    next: groups.length > limit ? offset + limit : null,
  };
}

/** All groups from an offset on, in slices. Each is read when it is needed. */
export const exportSightingGroups = (
  deps: SightingDeps,
  question: SightingQuestion,
  grouping: Grouping,
): AsyncGenerator<ShownGroup[], void> =>
  readSlices(grouping.offset, (range) => groupSightings(deps, question, { ...grouping, ...range }));
