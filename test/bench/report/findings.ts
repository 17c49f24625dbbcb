import type { measureMinting } from '../minting/minting.ts';
import type { measurePages } from '../pages/overview.ts';
import type { measureLarge } from '../redirects/large.ts';
import type { measureRedirects } from '../redirects/redirects.ts';
import type { RollUpFindings } from '../roll-up/roll-up.ts';
import type { measureStats } from '../stats/stats.ts';
import type { Machine } from './machine.ts';
import type { Target } from './targets.ts';

/** The results of a run; parts that were not selected are absent. */
export interface Findings {
  date: string;
  machine: Machine;
  load: string;
  quick: boolean;
  redirects?: Awaited<ReturnType<typeof measureRedirects>>;
  large?: Awaited<ReturnType<typeof measureLarge>>;
  stats?: Awaited<ReturnType<typeof measureStats>>;
  pages?: Awaited<ReturnType<typeof measurePages>>;
  mint?: Awaited<ReturnType<typeof measureMinting>>;
  rollUp?: RollUpFindings;
}

/** The output of `--json` and `--save`. */
export type JudgedFindings = Findings & { targets: Target[] };
