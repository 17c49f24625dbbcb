/** Entries of the audit log are written in the transaction of the change that they describe. */
import { type SQL, sql } from 'drizzle-orm';
import type { AuditNote } from '../../audit/audit-entry.ts';

/**
 * The statement that writes the entry; none without a note. With `ifChanged` it must directly follow the statement of the
 * change, and writes nothing if that changed no row.
 */
export function auditStatements(note: AuditNote | undefined, options?: { ifChanged: boolean }): SQL[] {
  if (!note) return [];
  const { author, at, action, objectId, fields } = note;
  const { actor, requestId } = author;
  const condition = options?.ifChanged ? sql`WHERE changes() > 0` : sql``;
  return [
    sql`INSERT INTO audit (at, actor_type, actor_id, request_id, action, object_id, fields)
      SELECT ${at}, ${actor.type}, ${actor.id}, ${requestId}, ${action}, ${objectId}, ${JSON.stringify(fields)} ${condition}`,
  ];
}
