/** Finds what was learnt by heart: texts of a source that stand in one agent of the corpus and in no other. */

/** Longer texts must fit at least two agents. */
const FREE = 24;

/**
 * The longest stretches of `source` that stand in an agent, where only one agent has them and they are longer
 * than a free text. A literal ends at its quote; escapes of regular expressions are undone; the case of letters is
 * no difference.
 */
export function memorised(source: string, agents: readonly string[]): string[] {
  const text = source.replaceAll('\\', '').replace(/['"`]/g, '\n').toLowerCase();
  const rows = agents.map((agent) => agent.toLowerCase());
  const rowsWith = indexOf(rows);
  const found = new Set<string>();
  let reported = 0;
  for (let at = 0; at + FREE < text.length; at++) {
    let owners = rowsWith.get(text.slice(at, at + FREE + 1)) ?? [];
    if (owners.length === 0) continue;
    let end = at + FREE + 1;
    while (end < text.length) {
      const longer = owners.filter((row) => rows[row]?.includes(text.slice(at, end + 1)));
      if (longer.length === 0) break;
      owners = longer;
      end++;
    }
    // What ends where the last one ended is a part of it.
    if (owners.length === 1 && end > reported) found.add(text.slice(at, end));
    reported = Math.max(reported, end);
  }
  return [...found];
}

/** Every stretch one longer than a free text → the rows that have it. */
function indexOf(rows: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [row, text] of rows.entries()) {
    for (let at = 0; at + FREE < text.length; at++) {
      const stretch = text.slice(at, at + FREE + 1);
      const owners = index.get(stretch);
      if (owners === undefined) index.set(stretch, [row]);
      else if (owners.at(-1) !== row) owners.push(row);
    }
  }
  return index;
}
