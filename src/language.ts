/** The languages of all pages for visitors. The first is the default. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How dates and numbers are written in each language. English has the day before the month. */
export const LOCALES: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

/** One text in every language. */
export type Localized = Record<Language, string>;

interface LanguageRange {
  tag: string;
  quality: number;
}

/** The best language for an `Accept-Language` value (RFC 9110, section 12.5.4). Of equal qualities the first wins. */
export function preferredLanguage(acceptLanguage: string): Language {
  // Most requests do not name French and need no parsing.
  if (!/fr/i.test(acceptLanguage)) return 'en';
  const ranges = acceptLanguage.split(',').flatMap(parseRange);
  const en = preferenceFor('en', ranges);
  const fr = preferenceFor('fr', ranges);
  if (fr.quality !== en.quality) return fr.quality > en.quality ? 'fr' : 'en';
  return fr.quality > 0 && fr.position < en.position ? 'fr' : 'en';
}

/** Returns an empty list for a malformed range. */
function parseRange(text: string): LanguageRange[] {
  const match =
    /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i.exec(text);
  const [, tag, quality = '1'] = match ?? [];
  return tag === undefined ? [] : [{ tag: tag.toLowerCase(), quality: Number(quality) }];
}

/** Looks for ranges of the language in any region, then for `*`. Quality 0 means not accepted. */
function preferenceFor(language: Language, ranges: LanguageRange[]): { quality: number; position: number } {
  const named = ranges.some((range) => range.tag === language) ? language : '*';
  const quality = Math.max(0, ...ranges.filter((range) => range.tag === named).map((range) => range.quality));
  return { quality, position: ranges.findIndex((range) => range.tag === named && range.quality === quality) };
}
