import { AppError, invalid } from '../errors.ts';
import type { ApiKey } from './api-key.ts';
import { PUBLISHABLE_SCOPES, SECRET_SCOPES } from './scope.ts';

/**
 * Throws a 422 where a new key would be dangerous or useless: a publishable one (with `origins`) may only write
 * what anybody may write, a secret one has no business in pages, and both must live on after `now`.
 */
export function checkKey(
  { scopes, origins, expiresAt }: Pick<ApiKey, 'scopes' | 'origins' | 'expiresAt'>,
  now: number,
): void {
  const fitting: readonly string[] = origins === null ? SECRET_SCOPES : PUBLISHABLE_SCOPES;
  const detail = `A ${origins === null ? 'secret' : 'publishable'} key has scopes of ${fitting.join(', ')} only.`;
  const fields = scopes.flatMap((scope, index) =>
    fitting.includes(scope) ? [] : [{ pointer: `/scopes/${index}`, detail }],
  );
  if (fields.length > 0) throw new AppError('validation', detail, fields);
  if (expiresAt !== null && expiresAt <= now) throw invalid('/expiresAt', 'A key must expire in the future.');
}
