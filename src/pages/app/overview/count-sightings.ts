import type { ShownGroup } from '../../../sightings/group-sightings.ts';

/** How many sightings these groups have, or those of them that match. */
export const countSightings = (
  groups: readonly ShownGroup[],
  matches: (group: ShownGroup) => boolean = () => true,
): number => groups.filter(matches).reduce((total, { sightings }) => total + sightings, 0);
