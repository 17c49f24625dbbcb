import { linkFields } from '../stats/link-fields.ts';
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

/** Groups of the sightings that match, the last seen first. Throws `validation`, as statistics do. */
export async function groupSightings(
  deps: SightingDeps,
  question: SightingQuestion,
  { groupBy, limit }: { groupBy: SightingDimension[]; limit: number },
): Promise<{ data: ShownGroup[]; meta: { asOf: string | null } }> {
  const plan = { ...planOf(deps, question), groupBy, limit };
  const { groups, asOf } = await deps.store.sightings.groups(plan);
  const { publicUrl } = deps.settings;
  return {
    data: groups.map((group) => show(groupBy, group, publicUrl)),
    meta: { asOf: isoTimeOrNull(asOf) },
  };
}
