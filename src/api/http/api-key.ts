/** API keys as text and as stored: `sotto_{id}_{secret}`, of which the store keeps a SHA-256. */
import { toBase64url, utf8Bytes } from '../../bytes.ts';
import type { ApiKey } from '../../keys/api-key.ts';
import type { Scope } from '../../keys/scope.ts';
import type { Ids } from '../../ports.ts';

const SECRET_BYTES = 32;
// The secret has one length, so that the `_` and `-` of id and secret cannot be misread.
const FORM = /^(?:sotto|pk)_(key_[\w-]{1,64})_[\w-]{43}$/;

/** What a key is made of; times are UTC milliseconds. With `origins` it is publishable: `pk_…`. */
export type NewKey = { name: string; scopes: Scope[]; at: number } & Partial<
  Pick<ApiKey, 'expiresAt' | 'origins'>
>;

/** A new key; `text` is shown once and stored nowhere. */
export async function createApiKey(
  ids: Pick<Ids, 'id'>,
  { name, scopes, at, expiresAt = null, origins = null }: NewKey,
): Promise<{ text: string; record: ApiKey }> {
  const id = ids.id('key');
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const text = `${origins === null ? 'sotto' : 'pk'}_${id}_${secret}`;
  const told = { name, scopes, origins, createdAt: at, expiresAt };
  return { text, record: { id, hash: await sha256(text), ...told, lastUsedAt: null, revokedAt: null } };
}

/** The id a key's text names, by which its record is found. */
export function keyIdOf(text: string): string | undefined {
  return FORM.exec(text)?.[1];
}

/** SHA-256 in base64url. */
export async function sha256(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(text))));
}
