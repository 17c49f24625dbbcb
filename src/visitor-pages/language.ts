/** The languages of the visitors' pages; the first is for everybody who asks for neither. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

interface LanguageRange {
  tag: string;
  quality: number;
}

/** By the qualities of an `Accept-Language` value (RFC 9110, section 12.5.4); of equal ones the first named. */
export function preferredLanguage(acceptLanguage: string): Language {
  // Most requests name no French at all and need no parsing.
  if (!/fr/i.test(acceptLanguage)) return 'en';
  const ranges = acceptLanguage.split(',').flatMap(parseRange);
  const en = preferenceFor('en', ranges);
  const fr = preferenceFor('fr', ranges);
  if (fr.quality !== en.quality) return fr.quality > en.quality ? 'fr' : 'en';
  return fr.quality > 0 && fr.position < en.position ? 'fr' : 'en';
}

/** None where the quality is malformed. */
function parseRange(text: string): LanguageRange[] {
  const match =
    /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i.exec(text);
  const [, tag, quality = '1'] = match ?? [];
  return tag === undefined ? [] : [{ tag: tag.toLowerCase(), quality: Number(quality) }];
}

/** Ranges that name the language in any region, else `*`, else nothing. */
function preferenceFor(language: Language, ranges: LanguageRange[]): { quality: number; position: number } {
  const named = ranges.some((range) => range.tag === language) ? language : '*';
  const quality = Math.max(0, ...ranges.filter((range) => range.tag === named).map((range) => range.quality));
  return { quality, position: ranges.findIndex((range) => range.tag === named && range.quality === quality) };
}
