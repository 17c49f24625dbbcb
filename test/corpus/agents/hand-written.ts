import type { Group } from '../row.ts';
import { DEVICES } from './devices.ts';
import { HIDDEN_PROGRAMS } from './hidden-programs.ts';
import { IN_APP_BROWSERS } from './in-app.ts';
import { NEW_APPS } from './new-apps.ts';
import { OLD_BROWSERS } from './old-browsers.ts';
import { OTHER_APPS } from './other-apps.ts';
import { PREVIEW_FETCHERS } from './previews.ts';
import { ROBOTS } from './robots.ts';

/** The hand-written agents; each group names its source. */
export const HAND_WRITTEN: readonly Group[] = [
  ...PREVIEW_FETCHERS,
  ...ROBOTS,
  ...IN_APP_BROWSERS,
  ...OTHER_APPS,
  ...DEVICES,
  ...HIDDEN_PROGRAMS,
  ...OLD_BROWSERS,
  ...NEW_APPS,
];
