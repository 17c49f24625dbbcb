import { invalid } from '../errors.ts';
import type { ApiKey } from './api-key.ts';

/** Throws a 422 if a new key would have expired by `now`. */
export function checkKey({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): void {
  if (expiresAt !== null && expiresAt <= now) throw invalid('/expiresAt', 'A key must expire in the future.');
}
