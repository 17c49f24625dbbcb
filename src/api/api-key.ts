/** API keys as text and as stored: `sotto_{id}_{secret}`, of which the store keeps a SHA-256. */
import type { ApiKey, Ids } from '../ports.ts';

export const SCOPES = ['links:read', 'links:write', 'stats:read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

const SECRET_BYTES = 32;
// The secret has one length, so that the `_` and `-` of id and secret cannot be misread.
const FORM = /^sotto_(key_[\w-]{1,64})_[\w-]{43}$/;

/** A new key; `text` is shown once and stored nowhere. `at` is UTC milliseconds. */
export async function createApiKey(
  ids: Ids,
  { name, scopes, at }: { name: string; scopes: Scope[]; at: number },
): Promise<{ text: string; record: ApiKey }> {
  const id = ids.id('key');
  const secret = base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const text = `sotto_${id}_${secret}`;
  const fresh = { createdAt: at, expiresAt: null, lastUsedAt: null, revokedAt: null };
  return { text, record: { id, name, hash: await sha256(text), scopes, ...fresh } };
}

/** The id a key's text names, by which its record is found. */
export function keyIdOf(text: string): string | undefined {
  return FORM.exec(text)?.[1];
}

/** SHA-256 in base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Whether two hashes are equal, in a time that does not tell where they differ. */
export function isSameHash(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

/** Whether these scopes allow `needed`: `admin` allows all, `x:write` includes `x:read`. */
export function allows(scopes: readonly string[], needed: Scope): boolean {
  const wider = needed.replace(/:read$/, ':write');
  return scopes.some((scope) => scope === 'admin' || scope === needed || scope === wider);
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
