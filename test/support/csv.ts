/** Parses RFC 4180 strictly and throws for a malformed file. An empty, unquoted cell is null. */
export function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  for (let at = 0; at < text.length; ) {
    const [cell = '', quoted, plain = '', end] = nextCell(text, at);
    if (cell === '') throw new Error(`Malformed cell at ${at}`);
    row.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'));
    at += cell.length;
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error('The last row is not terminated');
  return rows;
}

function nextCell(text: string, at: number): string[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  cell.lastIndex = at;
  return cell.exec(text) ?? [''];
}
