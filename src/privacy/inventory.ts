/** THE list of what this server stores about visits. The page and the JSON of `/privacy` are made from it. */
import type { Deployment } from './deployment.ts';
import { neverStored, notStored } from './not-stored.ts';
import { ofHits } from './of-hits.ts';
import { ofVisitors } from './of-visitors.ts';
import { otherData } from './other-data.ts';
import { rights } from './rights.ts';
import type { Section } from './section.ts';

/** All sections in the order in which they are shown. */
export function inventory(deployment: Deployment): Section[] {
  return [
    ofHits(deployment),
    ofVisitors(deployment),
    neverStored,
    otherData(deployment),
    ...notStored(deployment),
    rights,
  ];
}
