/** In characters, for the text as given and for the URL it is parsed to. */
export const MAX_URL_LENGTH = 8_192;

export type Destination = { ok: true; href: string } | { ok: false; detail: string };

/**
 * Parses the destination of a link: an absolute http or https URL, as `new URL(text).href` writes it (ASCII, otherwise
 * unchanged). `ownHosts` are this server's hosts as `comparableHost` writes them: a link to a short link could be a loop.
 * `detail` is a sentence.
 */
export function parseDestination(given: string, ownHosts: Pick<ReadonlySet<string>, 'has'>): Destination {
  if (given.length > MAX_URL_LENGTH) return invalid(TOO_LONG);
  const text = trimAddress(given);
  // `new URL` drops line breaks and tabs, which could hide a scheme: `java\nscript:`.
  if (/\p{Cc}/u.test(text)) return invalid('must not contain line breaks, tabs or other control characters');
  const url = URL.parse(text);
  if (url === null) return invalid('must be an absolute URL such as https://example.org/page');
  if (!SCHEMES.has(url.protocol)) return invalid('must start with https:// or http://');
  if (url.username !== '' || url.password !== '') return invalid('must not contain a user name or password');
  if (comparableHost(url.host) === '') return invalid('must name a host');
  // `https://https://example.org` is a URL, whose host is `https`.
  if (SCHEMES.has(`${url.hostname}:`)) return invalid('must not contain its scheme twice');
  if (ownHosts.has(comparableHost(url.host))) return invalid('must not lead to this server itself');
  if (url.href.length > MAX_URL_LENGTH) return invalid(`${TOO_LONG} once it is percent-encoded`);
  return { ok: true, href: url.href };
}

const INVISIBLE = /[\s\p{Cc}\p{Cf}]/u;

/**
 * Without the white space and the invisible characters around it, which are copied along from chats and documents. They
 * would become part of the path, or hide the scheme.
 */
export function trimAddress(text: string): string {
  const characters = [...text];
  const isVisible = (character: string) => !INVISIBLE.test(character);
  return characters.slice(characters.findIndex(isVisible), characters.findLastIndex(isVisible) + 1).join('');
}

/** A host without its scheme and final slash: people paste the address of a domain as their browser shows it. */
export const bareHost = (text: string): string =>
  trimAddress(text)
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');

const SCHEMES = new Set(['https:', 'http:']);
const TOO_LONG = `must not be longer than ${MAX_URL_LENGTH} characters`;

function invalid(rule: string): Destination {
  return { ok: false, detail: `The URL ${rule}.` };
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
