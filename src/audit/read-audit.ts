import { AppError } from '../errors.ts';
import type { AuditedObject } from '../store-ports/admin-stores.ts';
import type { Page } from '../store-ports/row-page.ts';
import type { Store } from '../store-ports/store.ts';
import type { AuditEntry, AuditFilter } from './audit-entry.ts';

type AuditDeps = { store: Pick<Store, 'audit'> };

/**
 * One page of entries, newest first, and the `rowId` after which the next page continues; null at the end. A page may
 * have fewer entries than asked for although more follow: a request reads a bounded number of entries.
 */
export async function listAuditEntries(
  { store }: AuditDeps,
  filter: AuditFilter,
  { limit, before }: Page,
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const { entries, readUpTo } = await store.audit.slice(filter, { limit: limit + 1, before });
  const page = entries.slice(0, limit);
  return { entries: page, next: entries.length > limit ? (page.at(-1)?.rowId ?? null) : readUpTo };
}

/** The objects of one entry, newest first; throws `not_found`. */
export async function listAuditedObjects(
  { store }: AuditDeps,
  entryRowId: number | null,
  page: Page,
): Promise<AuditedObject[]> {
  const objects = entryRowId === null ? undefined : await store.audit.objectsOf(entryRowId, page);
  if (!objects) throw new AppError('not_found', 'Unknown audit entry.');
  return objects;
}
