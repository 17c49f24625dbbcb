/** The progress of the roll-up, of closing days and of compaction. */
export interface SumsState {
  /** Raised by every writer of the sums. */
  version: number;
  /** Hits, changes and shares up to these ids are in the sums. */
  hitId: number;
  changeId: number;
  shareId: number;
  /**
   * UTC days before `closedDay` have day rows and are in the totals. Of `closedDay` itself, this is true for the
   * scopes up to `closingScope`.
   */
  closedDay: number;
  closingScope: number | null;
  /** UTC days before this one are compacted: they have only day rows. */
  compactedDay: number;
}

/** The first UTC day for which a scope has no day row yet and that its totals do not include. */
export const openDayOf = ({ closedDay, closingScope }: SumsState, scope: number): number =>
  closingScope !== null && scope <= closingScope ? closedDay + 1 : closedDay;
