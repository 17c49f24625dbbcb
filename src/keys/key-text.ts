/** API keys as text and as stored: `sotto_{id}_{secret}`, of which the store keeps a SHA-256. */
import { toBase64url, utf8Bytes } from '../bytes.ts';
import type { Ids } from '../ports.ts';
import type { ApiKey } from './api-key.ts';
import type { Scope } from './scope.ts';

const SECRET_BYTES = 32;
// The secret has a fixed length, so that `_` and `-` in the id and the secret are unambiguous.
const PATTERN = /^(?:sotto|pk)_(key_[\w-]{1,64})_[\w-]{43}$/;

/** The properties of a new key; times are UTC milliseconds. A key with `origins` is publishable: `pk_…`. */
export type NewKey = { name: string; scopes: Scope[]; at: number } & Partial<
  Pick<ApiKey, 'expiresAt' | 'origins'>
>;

/** A new key; `text` is shown once and not stored. */
export async function createApiKey(
  ids: Pick<Ids, 'id'>,
  { name, scopes, at, expiresAt = null, origins = null }: NewKey,
): Promise<{ text: string; record: ApiKey }> {
  const id = ids.id('key');
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const text = `${origins === null ? 'sotto' : 'pk'}_${id}_${secret}`;
  const hash = await sha256(text);
  const dates = { createdAt: at, expiresAt, lastUsedAt: null, revokedAt: null };
  return { text, record: { id, hash, name, scopes, origins, ...dates } };
}

/** The id in the text of a key, by which its record is found; undefined for any other text. */
export function keyIdOf(text: string): string | undefined {
  return PATTERN.exec(text)?.[1];
}

/** SHA-256 in base64url. */
export async function sha256(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(text))));
}
