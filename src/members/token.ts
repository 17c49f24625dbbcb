/** The secrets of sessions and one-use links: shown once, and stored as their SHA-256. */
import { toBase64url } from '../bytes.ts';
import { sha256 } from '../keys/key-text.ts';

const BYTES = 32;
const FORM = /^[\w-]{43}$/;

export async function newToken(): Promise<{ text: string; hash: string }> {
  const text = toBase64url(crypto.getRandomValues(new Uint8Array(BYTES)));
  return { text, hash: await sha256(text) };
}

/** The hash by which a token is found; null for a text that is not a token. */
export async function hashOfToken(text: string): Promise<string | null> {
  return FORM.test(text) ? sha256(text) : null;
}
