/** What all runtimes share in storing a link's password. */
import { fromBase64, toBase64, utf8Bytes } from '../bytes.ts';

/** In characters, as API and form count them. */
export const MIN_PASSWORD_LENGTH = 4;
export const MAX_PASSWORD_LENGTH = 200;

/** A hash with what made it, in the PHC string format: `$id$parameters$salt$hash`. */
export interface StoredPassword {
  id: string;
  parameters: Record<string, number>;
  salt: Uint8Array<ArrayBuffer>;
  hash: Uint8Array<ArrayBuffer>;
}

/** Whether anything could be hashed to it: other texts are wrong without the work. */
export function isPossiblePassword(text: string): boolean {
  return text.length >= MIN_PASSWORD_LENGTH && text.length <= MAX_PASSWORD_LENGTH;
}

/** UTF-8 of the text in NFC: one keyboard writes `é` as one character, another as two. */
export function passwordBytes(text: string): Uint8Array<ArrayBuffer> {
  return utf8Bytes(text.normalize('NFC'));
}

export function formatPassword({ id, parameters, salt, hash }: StoredPassword): string {
  const named = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return `$${id}$${named.join(',')}$${toBase64(salt)}$${toBase64(hash)}`;
}

/** Throws, naming the format and nothing else, unless it is `id`. */
export function parsePassword(stored: string, id: string): StoredPassword {
  const [, found = '', parameters = '', salt = '', hash = ''] = stored.split('$');
  if (found !== id) {
    throw new Error(`A password stored as "${found.slice(0, 32)}" cannot be checked here, only "${id}"`);
  }
  const named = parameters.split(',').map((text): [string, number] => {
    const [name = '', value = ''] = text.split('=');
    return [name, Number(value)];
  });
  return { id, parameters: Object.fromEntries(named), salt: fromBase64(salt), hash: fromBase64(hash) };
}
