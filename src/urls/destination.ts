import { type BrokenRule, broken, type FieldRule } from '../broken-rule.ts';

/** In characters, for the text as given and for the URL it is parsed to. */
export const MAX_URL_LENGTH = 8_192;

export type Destination = { ok: true; href: string } | { ok: false; broken: BrokenRule };

/**
 * Parses the destination of a link: an absolute http or https URL, as `new URL(text).href` writes it (ASCII, otherwise
 * unchanged). `ownHosts` are this server's hosts as `comparableHost` writes them: a link to a short link could be a loop.
 */
export function parseDestination(given: string, ownHosts: Pick<ReadonlySet<string>, 'has'>): Destination {
  if (given.length > MAX_URL_LENGTH) return invalid('url_too_long');
  const text = trimAddress(given);
  // `new URL` drops line breaks and tabs, which could hide a scheme: `java\nscript:`.
  if (/\p{Cc}/u.test(text)) return invalid('url_control');
  const url = URL.parse(text);
  if (url === null) return invalid('url_relative');
  if (!SCHEMES.has(url.protocol)) return invalid('url_scheme');
  if (url.username !== '' || url.password !== '') return invalid('url_credentials');
  if (comparableHost(url.host) === '') return invalid('url_no_host');
  // `https://https://example.org` is a URL, whose host is `https`.
  if (SCHEMES.has(`${url.hostname}:`)) return invalid('url_scheme_twice');
  if (ownHosts.has(comparableHost(url.host))) return invalid('url_own');
  if (url.href.length > MAX_URL_LENGTH) return invalid('url_too_long_encoded');
  return { ok: true, href: url.href };
}

/** Whether a character is in ASCII and visible. */
const isPlain = (code: number) => code > 0x20 && code < 0x7f;

const INVISIBLE = /[\s\p{Cc}\p{Cf}]/u;

/**
 * Without the white space and the invisible characters around it, which are copied along from chats and documents. They
 * would become part of the path, or hide the scheme.
 */
export function trimAddress(text: string): string {
  if (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1))) return text;
  const characters = [...text];
  const isVisible = (character: string) => !INVISIBLE.test(character);
  return characters.slice(characters.findIndex(isVisible), characters.findLastIndex(isVisible) + 1).join('');
}

/** A host without its scheme and final slash: people paste the address of a domain as their browser shows it. */
export const bareHost = (text: string): string =>
  trimAddress(text)
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');

/** The host name of a destination as `new URL(text).href` writes it; '' for an empty text. Much faster than `new URL`. */
export const hostnameOf = (href: string): string => /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/.exec(href)?.[1] ?? '';

const SCHEMES = new Set(['https:', 'http:']);

function invalid(rule: FieldRule): Destination {
  return { ok: false, broken: broken(rule, { most: MAX_URL_LENGTH }) };
}

/**
 * Lower case, without default ports and without a final dot: `http://sotto.example.:443` also reaches `sotto.example`.
 */
export function comparableHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.(?=:|$)/, '');
}
