import { AppError } from '../../errors.ts';

/** A 409: another content already has this address or this external id. */
export function contentConflict(field: 'url' | 'externalId'): AppError {
  const detail =
    field === 'url' ? 'Another content has this address.' : 'Another content has this external id.';
  return new AppError('content_conflict', detail, [{ pointer: `/${field}`, detail }]);
}
