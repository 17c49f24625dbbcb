/** What the inventory is made of. */

/** The same words in each language of the visitors' pages. */
export type Words = Record<'en' | 'fr', string>;

/** One thing that is stored. */
export interface Entry {
  id: string;
  what: Words;
  why: Words;
  /** For how long. */
  kept: Words;
  where: Words;
  /** `table.column`, or `table.*` for all of a table. */
  columns: string[];
}

export interface Section {
  id: string;
  title: Words;
  text?: Words;
  entries?: Entry[];
  /** Sentences that describe nothing stored. */
  points?: Words[];
}
