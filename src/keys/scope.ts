/** Scopes: what a key may be used for. */

/** Scopes of secret keys, which belong on servers. */
export const SECRET_SCOPES = [
  'links:read',
  'links:write',
  'stats:read',
  'audit:read',
  'abuse:read',
  'abuse:write',
  'admin',
] as const;

/** Scopes of publishable keys, which anybody can read in the source of a page. */
export const PUBLISHABLE_SCOPES = ['shares:write', 'answers:write', 'visits:write'] as const;

/** What a key may be created with: the scopes that a route takes. */
export const GRANTED_SCOPES = [...SECRET_SCOPES, 'shares:write'] as const;

export type Scope = (typeof SECRET_SCOPES)[number] | (typeof PUBLISHABLE_SCOPES)[number];

/** Whether these scopes allow `needed`: `admin` allows all, `x:write` includes `x:read`. */
export function allows(scopes: readonly string[], needed: Scope): boolean {
  const wider = needed.replace(/:read$/, ':write');
  return scopes.some((scope) => scope === 'admin' || scope === needed || scope === wider);
}
