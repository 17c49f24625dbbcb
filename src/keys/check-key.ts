import { invalid } from '../errors.ts';
import type { ApiKey } from './api-key.ts';
import { PUBLISHABLE_SCOPES } from './scope.ts';

/** Throws a 422 unless the scopes fit the kind of key: a publishable one can only report, a secret one cannot. */
export function checkScopes({ scopes, origins }: Pick<ApiKey, 'scopes' | 'origins'>): void {
  const isPublic = (scope: string) => PUBLISHABLE_SCOPES.some((one) => one === scope);
  if (origins === null && scopes.some(isPublic))
    throw invalid('/scopes', 'The scope shares:write is for publishable keys: give their origins.');
  if (origins !== null && !scopes.every(isPublic))
    throw invalid('/scopes', 'A key that pages contain can only have the scope shares:write.');
}

/** Throws a 422 if a new key would have expired by `now`. */
export function checkKey({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): void {
  if (expiresAt !== null && expiresAt <= now) throw invalid('/expiresAt', 'A key must expire in the future.');
}
