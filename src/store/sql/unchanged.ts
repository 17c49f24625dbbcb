/** Writes that depend on what their caller has read: nothing is read inside an atomic list, so a statement makes it fail. */
import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { WriteOutcome } from '../../store-ports/link-stores.ts';
import { errorContains, isUniqueViolation } from './engine.ts';

/** A statement that fails, and with it its whole list, if the row has been changed or deleted since it was read. */
export const failIfChanged = (table: SQLiteTable, read: { rowId: number; updatedAt: number }): SQL =>
  // A public id is not JSON, and reading it as JSON is an error.
  sql`SELECT json(public_id) FROM ${table}
    WHERE id = ${read.rowId} AND (updated_at <> ${read.updatedAt} OR deleted_at IS NOT NULL)`;

/** A statement that fails unless the content is still one that only readers have used. */
export const failIfUsed = (contentRowId: number): SQL =>
  sql`SELECT json(public_id) FROM contents WHERE id = ${contentRowId} AND (origin IS NULL OR deleted_at IS NOT NULL)`;

/** Why a list with such a statement, or with a unique value, was refused; throws any other failure. */
export function refusedWrite(error: unknown, isUnchanged: boolean): Exclude<WriteOutcome, 'updated'> {
  if (isUniqueViolation(error)) return 'taken';
  // SQLite and D1 use the same message.
  if (isUnchanged && errorContains(error, 'malformed JSON')) return 'changed';
  throw error;
}
