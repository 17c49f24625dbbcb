/** Parts of a list of groups that is read by its position. */

export interface RowRange {
  limit: number;
  /** The number of rows that come before the first one. */
  offset: number;
}

/** Each slice reads and sorts the whole list again, so a few large ones are faster. */
const SLICE = 20_000;

/** Reads a list slice by slice to its end; `read` answers the offset of the next slice, or null. */
export async function* readSlices<Row>(
  offset: number | undefined,
  read: (range: RowRange) => Promise<{ data: Row[]; next: number | null }>,
): AsyncGenerator<Row[], void> {
  for (let next: number | null = offset ?? 0; next !== null; ) {
    const slice: { data: Row[]; next: number | null } = await read({ limit: SLICE, offset: next });
    yield slice.data;
    next = slice.next;
  }
}
