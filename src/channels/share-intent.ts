/** What share intents are built from. */
import type { IntentText } from './channel.ts';
import { percentEncode } from './percent-encode.ts';

/** A line break in the body of a `mailto:` or `sms:` address, before it is encoded (RFC 6068, section 5). */
export const LINE_BREAK = '\r\n';

/** The title on one line, null when there is none: a line break in a mail's subject could start a header. */
export function headline(text: IntentText): string | null {
  return text.title?.replace(/[\p{White_Space}\p{Cc}]+/gu, ' ').trim() || null;
}

/** The title, if any, and the short URL. */
export function message(text: IntentText, separator = ' '): string {
  const title = headline(text);
  return title === null ? text.shortUrl : title + separator + text.shortUrl;
}

/**
 * Parameters as `name=value&…` without the null ones; a blank is `%20`, since mail programs show `+` as it
 * is.
 */
export function intentQuery(parameters: Record<string, string | null>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === null ? [] : `${name}=${percentEncode(value)}`))
    .join('&');
}
