/** Tables for spreadsheets. */
import { stringify } from 'csv-stringify/sync';

/** Excel reads a file without a byte order mark in the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * RFC 4180, every value quoted. Text that a spreadsheet would run as a formula gets a leading `'`. Null is empty. The
 * first rows of a file begin with a byte order mark.
 */
export function csvText(rows: readonly unknown[][], { isFirst = false } = {}): string {
  const text = stringify([...rows], {
    quoted: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
    cast: { boolean: (value) => String(value) },
  });
  return isFirst ? BYTE_ORDER_MARK + text : text;
}
