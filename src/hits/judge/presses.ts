/**
 * Presses of share buttons. People try the link that they have just copied: their next click on it is flagged, once for
 * each press.
 */
import { MINUTE } from '../../time.ts';
import type { Reason } from '../reasons.ts';
import { type Hash64, visitorKey } from './hash-map.ts';

/** How long after a press a click of the same person is their own. Milliseconds. */
export const OWN_WITHIN_MS = 10 * MINUTE;

export const OWN_REASON = 'own' satisfies Reason;

/** A press that has no own click yet; `visitor` is the key of the person on the link, `at` UTC milliseconds. */
export interface Press {
  shareRowId: number;
  linkRowId: number;
  visitor: Hash64;
  at: number;
}

/** A press with the click that is its own. */
export interface OwnClick extends Press {
  hitId: number;
}

/** A click that may be somebody's own. */
export interface PossibleOwnClick {
  linkRowId: number;
  at: number;
  visitor: string | null;
}

/** The presses as they would be with the new clicks. */
export interface PressTrial {
  /** Whether this is the own click of a press: of the oldest one that it can be of, which then gets no other. */
  isOwnClick(click: PossibleOwnClick, hitId: number): boolean;
  found: readonly OwnClick[];
}

/** Matches clicks with the presses of the people who made them. Each press gets at most one click. */
export function tryPresses(presses: readonly Press[]): PressTrial {
  const found: OwnClick[] = [];
  const left = presses.toSorted((one, other) => one.at - other.at || one.shareRowId - other.shareRowId);
  return {
    found,
    isOwnClick({ linkRowId, at, visitor }, hitId) {
      if (left.length === 0 || visitor === null) return false;
      const { high, low } = visitorKey(linkRowId, visitor);
      const index = left.findIndex(
        (press) =>
          press.linkRowId === linkRowId &&
          press.visitor.high === high &&
          press.visitor.low === low &&
          at >= press.at &&
          at - press.at <= OWN_WITHIN_MS,
      );
      const [press] = index < 0 ? [] : left.splice(index, 1);
      if (press) found.push({ ...press, hitId });
      return press !== undefined;
    },
  };
}
