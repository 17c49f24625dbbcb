import type { Channel } from '../channels/registry.ts';
import type { Certainty } from '../hits/hit.ts';
import type { StatsPlan } from '../stats/stats-plan.ts';

/** Identifies a sighting. `day` counts UTC days since 1970. */
export interface SightingKey {
  linkRowId: number;
  day: number;
  app: string;
  certainty: Certainty;
}

/** Previews of one link in one app on one UTC day. Times are UTC milliseconds. */
export interface Sighting extends SightingKey {
  linkId: string;
  /** '' is the default domain. */
  domain: string;
  slug: string;
  contentId: string;
  channel: Channel;
  firstAt: number;
  lastAt: number;
  /** Runs of previews that began on this day with this certainty; 0 if all previews belong to an earlier run. */
  bursts: number;
  previews: number;
}

/** The last sighting of a page. */
export type SightingPosition = SightingKey & Pick<Sighting, 'lastAt'>;

/** A query for sightings with all defaults filled in, as the store takes it. */
export interface SightingPlan {
  /** Filters on facts of the link. */
  filters: StatsPlan['filters'];
  /** Accepted apps; an empty list accepts all. */
  apps: string[];
  /** Accepted certainties; an empty list accepts all. */
  certainties: Certainty[];
  /** Only sightings in crossed channels, or only the others; null for all. */
  crossed: boolean | null;
  /** UTC days since 1970, `toDay` exclusive; null for no bound. */
  fromDay: number | null;
  toDay: number | null;
  /** Only sightings after this one in the list; null begins with the newest. */
  after: SightingPosition | null;
  limit: number;
}

export interface SightingSlice {
  /** The last seen first. */
  sightings: Sighting[];
  /** UTC milliseconds of the newest stored hit, whose sighting is included; null without any hit. */
  asOf: number | null;
}

/** What sightings can be grouped by. */
export const SIGHTING_DIMENSIONS = ['channel', 'app', 'content', 'link', 'day', 'crossed'] as const;
export type SightingDimension = (typeof SIGHTING_DIMENSIONS)[number];

/** A query for groups of sightings. */
export interface SightingGroupPlan extends Omit<SightingPlan, 'after'> {
  groupBy: SightingDimension[];
  /** The number of groups that come before the first one; 0 if absent. */
  offset?: number;
}

/** Sightings with equal keys. Times are UTC milliseconds. */
export interface SightingGroup {
  /** The fields of the dimensions; `day` counts UTC days since 1970, `crossed` is 0 or 1. */
  keys: Record<string, string | number | null>;
  sightings: number;
  /** How many links were seen, and on how many UTC days. */
  links: number;
  days: number;
  bursts: number;
  previews: number;
  firstAt: number;
  lastAt: number;
}

export interface SightingGroups {
  /** The last seen first. */
  groups: SightingGroup[];
  /** As in `SightingSlice`. */
  asOf: number | null;
}
