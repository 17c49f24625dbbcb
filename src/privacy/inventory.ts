/** THE list of what this server stores of visits; the page and the JSON of `/privacy` are made of it. */
import { besideHits } from './beside-hits.ts';
import { never, passing } from './beyond-storage.ts';
import type { Circumstances } from './circumstances.ts';
import { ofHits } from './of-hits.ts';
import { ofVisitors } from './of-visitors.ts';
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
