import { customAlphabet } from 'nanoid';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../links/slug.ts';
import type { Ids } from '../ports.ts';

// Letters and digits alone: one double click selects an id, and `_` stays free to join parts.
const ID_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 21; // 125 bits

/** Ids and slugs from the system's secure randomness. */
export function createIds(): Ids {
  const random = customAlphabet(ID_ALPHABET, ID_LENGTH);
  const slug = customAlphabet(SLUG_ALPHABET, SLUG_LENGTH);
  return {
    id: (prefix) => `${prefix}_${random()}`,
    slug: () => slug(),
    requestId: () => random(),
  };
}
