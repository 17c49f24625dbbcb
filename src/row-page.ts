/** Which part of a list is read. */

/** Newest first; `before` is the `rowId` with which the previous page ended. */
export interface Page {
  limit: number;
  before: number | null;
}
