/** In characters, of the text as given and of the URL it stands for. */
export const MAX_URL_LENGTH = 8_192;

export type Destination = { ok: true; href: string } | { ok: false; detail: string };

/**
 * Where a link may lead: an absolute http or https URL, as `new URL(text).href` writes it (ASCII, nothing
 * else changed). `ownHosts` are this server's, as `URL.host` writes them: a link to a short link could be a
 * loop. `detail` is a sentence.
 */
export function parseDestination(text: string, ownHosts: ReadonlySet<string>): Destination {
  if (text.length > MAX_URL_LENGTH) return refused(TOO_LONG);
  // `new URL` would drop line breaks and tabs, so that `java\nscript:` looks harmless before and is not
  // after.
  if (/\p{Cc}/u.test(text)) return refused('must not contain line breaks, tabs or other control characters');
  const url = URL.parse(text.trim());
  if (url === null) return refused('must be an absolute URL such as https://example.org/page');
  if (!SCHEMES.has(url.protocol)) return refused('must start with https:// or http://');
  if (url.username !== '' || url.password !== '') return refused('must not contain a user name or password');
  if (comparableHost(url.host) === '') return refused('must name a host');
  if (isOwn(url.host, ownHosts)) return refused('must not lead to this server itself');
  if (url.href.length > MAX_URL_LENGTH) return refused(`${TOO_LONG} once it is percent-encoded`);
  return { ok: true, href: url.href };
}

const SCHEMES = new Set(['https:', 'http:']);
const TOO_LONG = `must not be longer than ${MAX_URL_LENGTH} characters`;

function refused(rule: string): Destination {
  return { ok: false, detail: `The URL ${rule}.` };
}

const comparables = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function isOwn(host: string, ownHosts: ReadonlySet<string>): boolean {
  // Many destinations are compared with one set of hosts.
  const own = comparables.get(ownHosts) ?? new Set([...ownHosts].map(comparableHost));
  comparables.set(ownHosts, own);
  return own.has(comparableHost(host));
}

/** Drops both default ports and the root's dot: `http://sotto.example.:443` still reaches `sotto.example`. */
export function comparableHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.(?=:|$)/, '');
}
