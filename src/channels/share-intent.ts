/** Building blocks of share intents. */
import type { IntentText } from './channel.ts';

/** A line break in the body of a `mailto:` or `sms:` address, before it is encoded (RFC 6068, section 5). */
export const LINE_BREAK = '\r\n';

/** The title on one line, null if there is none. A line break in the subject of a mail could start a header. */
export function headline(text: IntentText): string | null {
  return text.title?.replace(/[\p{White_Space}\p{Cc}]+/gu, ' ').trim() || null;
}

/** The title, if any, followed by the short URL. */
export function message(text: IntentText, separator = ' '): string {
  const title = headline(text);
  return title === null ? text.shortUrl : title + separator + text.shortUrl;
}

/**
 * Encodes parameters as `name=value&…`, leaving out null values. A space becomes `%20`, since mail programs show a `+`
 * literally. A text that was cut may end in half a surrogate pair, for which `encodeURIComponent` would throw.
 */
export function intentQuery(parameters: Record<string, string | null>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === null ? [] : `${name}=${encodeURIComponent(value.toWellFormed())}`))
    .join('&');
}
