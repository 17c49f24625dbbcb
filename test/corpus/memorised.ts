/** Finds texts in the source that occur in exactly one agent of the corpus: patterns must not memorise agents. */

/** Longer texts must occur in at least two agents. */
const MAX_UNIQUE_LENGTH = 24;

/**
 * The longest substrings of `source` that occur in exactly one agent and are longer than the limit. A quote ends a
 * literal, backslashes are removed, and case is ignored.
 */
export function memorised(source: string, agents: readonly string[]): string[] {
  const text = source.replaceAll('\\', '').replace(/['"`]/g, '\n').toLowerCase();
  const rows = agents.map((agent) => agent.toLowerCase());
  const rowsWith = indexOf(rows);
  const found = new Set<string>();
  let reported = 0;
  for (let at = 0; at + MAX_UNIQUE_LENGTH < text.length; at++) {
    let owners = rowsWith.get(text.slice(at, at + MAX_UNIQUE_LENGTH + 1)) ?? [];
    if (owners.length === 0) continue;
    let end = at + MAX_UNIQUE_LENGTH + 1;
    while (end < text.length) {
      const longer = owners.filter((row) => rows[row]?.includes(text.slice(at, end + 1)));
      if (longer.length === 0) break;
      owners = longer;
      end++;
    }
    // A substring that ends where the last one ended is a part of it.
    if (owners.length === 1 && end > reported) found.add(text.slice(at, end));
    reported = Math.max(reported, end);
  }
  return [...found];
}

/** Every substring of the shortest forbidden length → the rows that contain it. */
function indexOf(rows: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [row, text] of rows.entries()) {
    for (let at = 0; at + MAX_UNIQUE_LENGTH < text.length; at++) {
      const part = text.slice(at, at + MAX_UNIQUE_LENGTH + 1);
      const owners = index.get(part);
      if (owners === undefined) index.set(part, [row]);
      else if (owners.at(-1) !== row) owners.push(row);
    }
  }
  return index;
}
