import { customAlphabet } from 'nanoid';
import type { Ids } from '../ports.ts';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../urls/slug.ts';

// Letters and digits only: a double click selects an id, and `_` remains free to join parts.
const ID_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TIME_LENGTH = 7; // milliseconds until the year 2081
const RANDOM_LENGTH = 14; // 83 bits
const REQUEST_ID_LENGTH = 21;

/** Ids and slugs from the system's secure randomness. Ids begin with the time, so that new ones are adjacent in an index. */
export function createIds(): Ids {
  const random = customAlphabet(ID_ALPHABET, RANDOM_LENGTH);
  const requestId = customAlphabet(ID_ALPHABET, REQUEST_ID_LENGTH);
  const slug = customAlphabet(SLUG_ALPHABET, SLUG_LENGTH);
  const latest = { at: Number.NaN, text: '' };
  const time = () => {
    const at = Date.now();
    if (at !== latest.at) Object.assign(latest, { at, text: timeText(at) });
    return latest.text;
  };
  return {
    id: (prefix) => `${prefix}_${time()}${random()}`,
    slug: () => slug(),
    requestId: () => requestId(),
  };
}

/** A time as text that sorts like the time. */
function timeText(at: number): string {
  let text = '';
  for (let rest = at; text.length < TIME_LENGTH; rest = Math.floor(rest / ID_ALPHABET.length)) {
    text = ID_ALPHABET.charAt(rest % ID_ALPHABET.length) + text;
  }
  return text;
}
