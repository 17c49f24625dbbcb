import type { Kind } from '../hit.ts';

/** What the judge decides about a hit. A later hit can change it. */
export interface Verdict {
  kind: Kind;
  /** Null for a plain click. */
  reason: string | null;
  isUnique: boolean;
}
