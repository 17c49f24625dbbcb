/** How far the sums are. */
export interface SumsState {
  /** Raised by everybody who writes sums. */
  version: number;
  /** Hits and changes up to these ids are in the sums. */
  hitId: number;
  changeId: number;
  /**
   * UTC days before `closedDay` have rows of their own and are in the totals, and so are, of `closedDay` itself, the
   * scopes up to `closingScope`.
   */
  closedDay: number;
  closingScope: number | null;
  /** UTC days before this one are kept by the day alone. */
  compactedDay: number;
}

/** The first UTC day of a scope that has no row of its own yet, and is not in the totals. */
export const openDayOf = ({ closedDay, closingScope }: SumsState, scope: number): number =>
  closingScope !== null && scope <= closingScope ? closedDay + 1 : closedDay;
