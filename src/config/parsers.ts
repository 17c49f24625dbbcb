/** How the texts of settings are parsed. A problem says what the text must be instead. */
import { type Cidr, parseCidr } from '../net/cidr.ts';
import { parseShareOrigin } from '../shares/share-origin.ts';

/** One setting: its default as shown in the docs, its description, and the parser of its text (undefined if not set). */
export interface Setting<T> {
  default: string;
  description: string;
  parse(text: string | undefined): Parsed<T>;
}

/** A value, or what the text must be instead. */
type Parsed<T> = { value: T } | { problem: string };
type Parse<T> = (text: string) => Parsed<T>;

/** A setting with a default value. */
export function withDefault<T>(fallback: string, description: string, parse: Parse<T>): Setting<T> {
  return { default: fallback, description, parse: (text = fallback) => parse(text) };
}

/** A setting that is null unless it is set. */
export function optional<T>(shown: string, description: string, parse: Parse<T>): Setting<T | null> {
  return {
    default: shown,
    description,
    parse: (text) => (text === undefined ? { value: null } : parse(text)),
  };
}

/** A list of networks, separated by commas or blanks; empty unless it is set. */
export function networks(description: string): Setting<Cidr[]> {
  const parse: Parse<Cidr[]> = (text) => {
    const invalid = invalidEntries(text);
    if (invalid.length === 0) return { value: parseNetworks(text) };
    return {
      problem: `must be networks such as 10.0.0.0/8 or 2001:db8::/32, separated by commas or blanks. Invalid: entry ${invalid.join(', ')}`,
    };
  };
  return { default: 'none', description, parse: (text = '') => parse(text) };
}

/** Sources of block lists; none unless it is set. */
export function blocklist(description: string): Setting<string[]> {
  const parse: Parse<string[]> = (text) => {
    const sources = entries(text);
    const invalid = sources.flatMap((source, index) => (isSource(source) ? [] : [index + 1]));
    if (invalid.length === 0 && sources.length <= MAX_SOURCES) return { value: sources };
    return {
      problem: `must be at most ${MAX_SOURCES} paths or http(s) URLs without a user name, separated by commas or blanks. Invalid: entry ${invalid.join(', ')}`,
    };
  };
  return { default: 'none', description, parse: (text = '') => parse(text) };
}

/** Origins of pages that may be shared; none unless it is set. */
export function shareOrigins(description: string): Setting<string[]> {
  const parse: Parse<string[]> = (text) => {
    const origins = entries(text).map((entry) => parseShareOrigin(entry));
    const invalid = origins.flatMap((origin, index) => (origin === null ? [index + 1] : []));
    if (invalid.length === 0) return { value: origins.filter((origin) => origin !== null) };
    return {
      problem: `must be host names such as blog.example, or http(s)://host[:port], separated by commas or blanks. Invalid: entry ${invalid.join(', ')}`,
    };
  };
  return { default: 'none', description, parse: (text = '') => parse(text) };
}

const MAX_SOURCES = 4;

function isSource(text: string): boolean {
  if (!text.includes('://')) return true;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** Converts a text that passes the test; any other text has this problem. */
export const checked =
  <T>(isValid: (text: string) => boolean, problem: string, convert: (text: string) => T): Parse<T> =>
  (text) =>
    isValid(text) ? { value: convert(text) } : { problem };

export const matching = (pattern: RegExp, problem: string) =>
  checked(
    (text) => pattern.test(text),
    problem,
    (text) => text,
  );

/** One of a few words; any other text has this problem. */
export const oneOf =
  <const W extends string>(words: readonly W[], problem: string): Parse<W> =>
  (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? { problem } : { value };
  };

export const portNumber = checked(
  (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
  'must be 0 to 65535',
  Number,
);

export const origin = checked(
  isOrigin,
  'must be http(s)://host[:port] without user, path or query',
  (text) => new URL(text).origin,
);

const entries = (text: string) => text.split(/[\s,]+/).filter((entry) => entry !== '');

function parseNetworks(text: string): Cidr[] {
  return entries(text).flatMap((entry) => {
    const network = parseCidr(entry);
    return network ? [network] : [];
  });
}

/** The positions of invalid entries, counted from 1. Their text is never shown. */
function invalidEntries(text: string): number[] {
  return entries(text).flatMap((entry, index) => (parseCidr(entry) === null ? [index + 1] : []));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}
