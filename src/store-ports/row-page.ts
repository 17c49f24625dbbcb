/** Which part of a list is read. */

/** Newest first; `before` is the `rowId` with which the previous page ended. */
export interface Page {
  limit: number;
  before: number | null;
}

/** The value by which a row is sorted; null comes last in both directions. */
export type SortKey = string | number | null;

/** The last row of a page of a sorted list. */
export interface SortPosition {
  key: SortKey;
  rowId: number;
}

/** A page of a list that is sorted by a field of its rows. */
export interface SortSlot<Field extends string> {
  by: Field;
  descending: boolean;
  after: SortPosition | null;
  limit: number;
}

/** A row and the value by which it is sorted. */
export interface SortedRow<Row> {
  row: Row;
  key: SortKey;
}
