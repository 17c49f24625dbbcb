/** What the inventory is made of. */
import type { Localized } from '../language.ts';

/** One thing that is stored. */
export interface Entry {
  id: string;
  what: Localized;
  why: Localized;
  /** How long it is kept. */
  kept: Localized;
  where: Localized;
  /** `table.column`, or `table.*` for all of a table. */
  columns: string[];
}

export interface Section {
  id: string;
  title: Localized;
  text?: Localized;
  entries?: Entry[];
  /** Sentences below the entries. */
  points?: Localized[];
}
