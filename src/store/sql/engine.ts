import type { SQL } from 'drizzle-orm';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type * as schema from '../schema/main.ts';
import type { RowInsert } from './row-inserts.ts';

export type Row = Record<string, string | number | null>;

/** A statement of an atomic list. */
export type Statement = SQL | RowInsert;

/**
 * All that differs between better-sqlite3 and D1. `db` builds typed queries and is always awaited. Nothing is read
 * inside an atomic list, because D1 has no interactive transactions.
 */
export interface Engine {
  db: BaseSQLiteDatabase<'sync' | 'async', unknown, typeof schema>;
  /**
   * Runs the statements in one transaction: all or none. Answers the rows that each one returns; `values` fill the
   * placeholders of queries.
   */
  atomic(statements: Statement[], values?: Record<string, unknown>): Promise<Row[][]>;
  /** Answers the queries from one snapshot; `values` fill their placeholders. */
  read(queries: SQL[], values?: Record<string, unknown>): Promise<Row[][]>;
}

/** An engine that only reads. */
export type Reader = Pick<Engine, 'read'>;

/** Whether the message of an error or of one of its causes contains the text. */
export function errorContains(error: unknown, text: string): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes(text)) return true;
  }
  return false;
}

/** Whether a statement failed because a row with this identity exists. SQLite and D1 use the same message. */
export const isUniqueViolation = (error: unknown): boolean =>
  errorContains(error, 'UNIQUE constraint failed');
