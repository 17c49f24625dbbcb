/** The longest host name, in characters. */
const MAX_LENGTH = 253;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/**
 * A domain as it is stored and as browsers send it in `Host`: lower-case punycode, with a port unless it is a default
 * one. Null if the text is not a host name, or has a scheme, path or user.
 */
export function parseDomain(text: string): string | null {
  if (/[\s/\\?#@%]|:$/.test(text)) return null;
  const url = URL.parse(`https://${text}`);
  if (url === null || url.hostname.length > MAX_LENGTH || !HOST.test(url.hostname)) return null;
  return url.port === '80' ? url.hostname : url.host;
}
