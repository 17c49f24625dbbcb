/** A cache of the ids of a dictionary. */

const REMEMBERED = 20_000;

type Level = Map<string, Level | number>;

export interface KnownIds<Entry> {
  get(entry: Entry): number | undefined;
  set(texts: string[], id: number): void;
}

/**
 * Ids by facts, in nested maps with one level for each fact: a look-up takes a third of the time of one joined text.
 */
export function createKnownIds<Entry>(facts: readonly ((entry: Entry) => string)[]): KnownIds<Entry> {
  let root: Level = new Map();
  let size = 0;
  return {
    get(entry) {
      let at: Level | number | undefined = root;
      for (const fact of facts) at = typeof at === 'object' ? at.get(fact(entry)) : undefined;
      return typeof at === 'number' ? at : undefined;
    },
    set(texts, id) {
      // Visitors influence how many there are. Frequent entries are soon cached again.
      if (size >= REMEMBERED) [root, size] = [new Map(), 0];
      size += 1;
      let level = root;
      for (const text of texts.slice(0, -1)) {
        const known = level.get(text);
        const next: Level = typeof known === 'object' ? known : new Map();
        level.set(text, next);
        level = next;
      }
      level.set(texts.at(-1) ?? '', id);
    },
  };
}
