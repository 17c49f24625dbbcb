/** THE list of what this server stores of visits; the page and the JSON of `/privacy` are made of it. */

import type { Circumstances } from './deployment.ts';
import { never, passing } from './not-stored.ts';
import { ofHits } from './of-hits.ts';
import { ofVisitors } from './of-visitors.ts';
import { besideHits } from './other-data.ts';
import { rights } from './rights.ts';
import type { Section } from './section.ts';

/** Everything, in the order in which it is shown. */
export function inventory(circumstances: Circumstances): Section[] {
  return [
    ofHits(circumstances),
    ofVisitors(circumstances),
    never,
    besideHits(circumstances),
    ...passing(circumstances),
    rights,
  ];
}
