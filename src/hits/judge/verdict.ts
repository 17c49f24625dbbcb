import type { HitKind } from '../hit.ts';

/** What the judge decides about a hit. A later hit can change it. */
export interface Verdict {
  kind: HitKind;
  /** Null for a plain click. */
  reason: string | null;
  isUnique: boolean;
}
