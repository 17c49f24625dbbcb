import type { Kind } from '../hit.ts';

/** What can change once more is known. */
export interface Verdict {
  kind: Kind;
  /** Null for a plain click. */
  reason: string | null;
  isUnique: boolean;
}
