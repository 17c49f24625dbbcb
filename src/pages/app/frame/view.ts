/** How a page is shown to this reader: language, theme and zone, which live in the URL. */
import type { Language } from '../../../language.ts';
import { isTimeZone } from '../../../stats/time-zone.ts';
import { createFormat, type Format } from '../words/format.ts';
import { WORDS, type Words } from '../words/words.ts';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Values of a query; an absent or empty one is left out of the address. */
export type Query = Record<string, string | null | undefined>;

export interface View {
  language: Language;
  /** Null follows the reader's system. */
  theme: Theme | null;
  zone: string;
  /** UTC milliseconds. */
  now: number;
  words: Words;
  format: Format;
  /** The address of a page, with the reader's choices of language, theme and zone. */
  to(path: string, query?: Query): string;
  /** The address of this page with other values in its query. */
  here(changes: Query): string;
}

const CHOICES = ['lang', 'theme', 'timezone'] as const;

const address = (path: string, query: URLSearchParams) => {
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
};

function change(query: URLSearchParams, changes: Query): URLSearchParams {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  return query;
}

/** The address of a page, with the choices of language, theme and zone in `url`. */
export function addressFrom(url: string, path: string, query: Query = {}): string {
  const { searchParams } = new URL(url);
  const chosen = CHOICES.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return address(path, change(new URLSearchParams(chosen), query));
}

/** The theme that the address chooses. */
export const themeIn = (url: string): Theme | null => {
  const text = new URL(url).searchParams.get('theme');
  return THEMES.find((name) => name === text) ?? null;
};

/** What is known of the reader besides the address: the language that was agreed on, and the member's zone. */
export interface Reader {
  language: Language;
  zone: string;
}

/** Reads the choices from the address; a choice that is absent or unknown is the reader's own. */
export function viewOf(url: string, reader: Reader, now: number): View {
  const { pathname, searchParams } = new URL(url);
  const { language } = reader;
  const zoneText = searchParams.get('timezone') ?? '';
  const zone = isTimeZone(zoneText) ? zoneText : reader.zone;
  return {
    language,
    theme: themeIn(url),
    zone,
    now,
    words: WORDS[language],
    format: createFormat(language, zone),
    to: (path, query = {}) => addressFrom(url, path, query),
    here: (changes) => address(pathname, change(new URLSearchParams(searchParams), changes)),
  };
}
