/** The steps of the recorded session, in order. */
import { forgetting } from './forgetting.ts';
import { managing, visitingDomains } from './managing.ts';
import { minting } from './minting.ts';
import { pages } from './pages.ts';
import { reading, readingAgain } from './reading.ts';
import { refusing } from './refusing.ts';
import { sharing } from './sharing.ts';
import type { Step } from './step.ts';
import { visiting, visitingAgain } from './visiting.ts';

export const SESSION: readonly Step[] = [
  ...minting,
  ...managing,
  ...visiting,
  ...refusing,
  ...reading,
  ...visitingAgain,
  ...readingAgain,
  ...sharing,
  ...pages,
  ...visitingDomains,
  ...forgetting,
];
