import type { Channel } from '../channels/registry.ts';
import type { Certainty } from '../hits/hit.ts';
import type { StatsPlan } from '../stats/plan.ts';

/** What tells a sighting from every other. `day` counts UTC days since 1970. */
export interface SightingKey {
  linkRowId: number;
  day: number;
  app: string;
  certainty: Certainty;
}

/** One link in one app on one UTC day, as its previews show it. Times are UTC milliseconds. */
export interface Sighting extends SightingKey {
  linkId: string;
  /** As the store calls it: '' is the default one. */
  domain: string;
  slug: string;
  contentId: string;
  channel: Channel;
  firstAt: number;
  lastAt: number;
  /** Those that began on this day and with this certainty; 0 where all previews belong to an earlier one. */
  bursts: number;
  previews: number;
}

/** Where a page of sightings ended. */
export type SightingPosition = SightingKey & Pick<Sighting, 'lastAt'>;

/** Which sightings are asked for, with every default filled in, ready for the store. */
export interface SightingPlan {
  /** By facts of the link. */
  filters: StatsPlan['filters'];
  /** Accepted ones; none accepts all. */
  apps: string[];
  certainties: Certainty[];
  /** Only links seen beyond their own channel, or only the others; null: all. */
  crossed: boolean | null;
  /** UTC days since 1970, `toDay` exclusive; null is unbounded. */
  fromDay: number | null;
  toDay: number | null;
  /** Only what stands behind this; null begins with the newest. */
  after: SightingPosition | null;
  limit: number;
}

export interface SightingSlice {
  /** The last seen first. */
  sightings: Sighting[];
  /** UTC milliseconds of the newest stored hit, whose sighting is in the list; null without any hit. */
  asOf: number | null;
}

/** What sightings can be grouped by. */
export const SIGHTING_DIMENSIONS = ['channel', 'app', 'content', 'link', 'day', 'crossed'] as const;
export type SightingDimension = (typeof SIGHTING_DIMENSIONS)[number];

/** Which groups of sightings are asked for. */
export interface SightingGroupPlan extends Omit<SightingPlan, 'after'> {
  groupBy: SightingDimension[];
}

/** Sightings that have the same keys. Times are UTC milliseconds. */
export interface SightingGroup {
  /** The fields of the dimensions; `day` counts UTC days since 1970, `crossed` is 0 or 1. */
  keys: Record<string, string | number | null>;
  sightings: number;
  bursts: number;
  previews: number;
  firstAt: number;
  lastAt: number;
}

export interface SightingGroups {
  /** The last seen first. */
  groups: SightingGroup[];
  /** As of a slice. */
  asOf: number | null;
}
