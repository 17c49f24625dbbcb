/** THE list of what this server stores about visits. The page and the JSON of `/privacy` are made from it. */
import type { Deployment } from './deployment.ts';
import { hitDataSection } from './hit-data-section.ts';
import type { Section } from './inventory-section.ts';
import { neverStored, notStored } from './not-stored.ts';
import { otherDataSection } from './other-data-section.ts';
import { rightsSection } from './rights-section.ts';
import { visitorDataSection } from './visitor-data-section.ts';

/** All sections in the order in which they are shown. */
export function inventory(deployment: Deployment): Section[] {
  return [
    hitDataSection(deployment),
    visitorDataSection(deployment),
    neverStored,
    otherDataSection(deployment),
    ...notStored(deployment),
    rightsSection,
  ];
}
