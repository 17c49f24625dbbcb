/**
 * Share codes: random marks, one for each share of a content that has them turned on, as in `/guide-wa.k7F9pQT`. A
 * placement is a word that a person chose, so codes have a form that words do not have
 * (docs/adr/0029-share-codes-and-own-clicks.md).
 */
import { SLUG_ALPHABET } from '../urls/slug.ts';

/** Random characters: 36⁶ codes for each content, of which an outsider would have to guess one. */
const RANDOM = 6;
/** With the check character at the end. */
export const SHARE_CODE_LENGTH = RANDOM + 1;

const FORM = new RegExp(`^[${SLUG_ALPHABET}]{${SHARE_CODE_LENGTH}}$`);

/** The mark of a hit whose code belongs to no share of its link. Nobody can choose it: marks have no brackets. */
export const UNKNOWN_CODE = '(unknown)';

/** The query parameter by which the page learns through which share its reader came. */
export const PARENT_PARAMETER = 'sotto_from';

/** The check character of the text before it. */
function checkCharacter(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return SLUG_ALPHABET.charAt((hash >>> 0) % SLUG_ALPHABET.length);
}

/** Whether a mark has the form of a code. Of the words that a person might choose, hardly any does. */
export const isShareCode = (mark: string): boolean =>
  FORM.test(mark) && checkCharacter(mark.slice(0, RANDOM)) === mark.charAt(RANDOM);

/** A new code; `random` is a text of at least six random characters of the alphabet of slugs. */
export function shareCode(random: string): string {
  const text = random.slice(0, RANDOM);
  return text + checkCharacter(text);
}
