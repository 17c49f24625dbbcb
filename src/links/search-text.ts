/** Text as searches compare it. */

/** Ignores accents, upper and lower case in every script, and how characters are composed. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toUpperCase();

/** The folded texts of a row; null if they are ASCII, whose case SQLite can fold itself. */
export function searchTextOf(...texts: (string | null)[]): string | null {
  const all = texts.filter((text) => text !== null).join('\n');
  return /^[\0-\x7f]*$/.test(all) ? null : foldText(all);
}
