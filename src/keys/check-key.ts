import { AppError, invalid } from '../errors.ts';
import type { ApiKey } from './api-key.ts';
import { PUBLISHABLE_SCOPES, SECRET_SCOPES } from './scope.ts';

/**
 * Throws a 422 if a new key would be dangerous or useless: a publishable key (with `origins`) may only have scopes that
 * anybody may have, a secret key none of these, and both must expire after `now`.
 */
export function checkKey(
  { scopes, origins, expiresAt }: Pick<ApiKey, 'scopes' | 'origins' | 'expiresAt'>,
  now: number,
): void {
  const allowed: readonly string[] = origins === null ? SECRET_SCOPES : PUBLISHABLE_SCOPES;
  const detail = `A ${origins === null ? 'secret' : 'publishable'} key has scopes of ${allowed.join(', ')} only.`;
  const fields = scopes.flatMap((scope, index) =>
    allowed.includes(scope) ? [] : [{ pointer: `/scopes/${index}`, detail }],
  );
  if (fields.length > 0) throw new AppError('validation', detail, fields);
  if (expiresAt !== null && expiresAt <= now) throw invalid('/expiresAt', 'A key must expire in the future.');
}
