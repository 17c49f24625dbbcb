/** Reads the audit log. */
import { type SQL, sql } from 'drizzle-orm';
import type { Action, AuditEntry, AuditFilter } from '../../audit/audit-entry.ts';
import type { AuditStore } from '../../store-ports/admin-stores.ts';
import type { Page } from '../../store-ports/row-page.ts';
import { audit } from '../schema/admin.ts';
import { allOf, limitSubquery } from '../sql/conditions.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';

/** Entries that one request reads, however few of them it returns. */
const MAX_READ = 2_000;

/** The table whose rows an entry about new objects names, by the kind of object. */
const CREATED: Partial<Record<Action, SQL>> = {
  'content.create': raw('contents'),
  'link.create': raw('links'),
};

/** The public id of a created object, by its row id. */
const publicId = (row: SQL) => sql`CASE action
  ${sql.join(
    Object.entries(CREATED).map(
      ([action, table]) =>
        sql`WHEN ${action} THEN (SELECT public_id FROM ${table} WHERE ${table}.id = ${row})`,
    ),
    sql` `,
  )} END`;

/** Entries about one object: those that name it, and the one whose range contains it. */
function aboutObject(objectId: string): SQL {
  const creations = Object.entries(CREATED).map(
    ([action, table]) => sql`SELECT id FROM (SELECT created.id, created.last_row, object.id AS object
      FROM ${table} object CROSS JOIN audit created ON created.action = ${action} AND created.first_row <= object.id
      WHERE object.public_id = ${objectId} ORDER BY created.first_row DESC LIMIT 1) WHERE last_row >= object`,
  );
  return sql`id IN (SELECT id FROM audit WHERE object_id = ${objectId} UNION ALL ${sql.join(creations, sql` UNION ALL `)})`;
}

/** Conditions with an index, which decide about the entries that are read. */
const indexed = ({ actor, object }: AuditFilter, { before }: Page): SQL =>
  allOf([
    ...(before === null ? [] : [sql`id < ${before}`]),
    ...(actor === undefined ? [] : [sql`actor_id = ${actor}`]),
    ...(object === undefined ? [] : [aboutObject(object)]),
  ]);

const others = ({ action, from, to }: AuditFilter): SQL =>
  allOf([
    ...(action === undefined ? [] : [sql`action = ${action}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
  ]);

const FIELDS = sql`id AS "rowId", at, actor_type AS "actorType", actor_id AS "actorId", request_id AS "requestId", action,
  coalesce(object_id, ${publicId(raw('first_row'))}) AS "objectId",
  coalesce(object_id, ${publicId(raw('last_row'))}) AS "lastObjectId", objects, fields`;

function entryOf(row: Row): AuditEntry {
  return {
    rowId: Number(row.rowId),
    at: Number(row.at),
    author: {
      // The columns have the types of what was written.
      actor: { type: row.actorType as AuditEntry['author']['actor']['type'], id: String(row.actorId) },
      requestId: textOrNull(row.requestId),
    },
    action: row.action as Action,
    objectId: String(row.objectId),
    lastObjectId: String(row.lastObjectId),
    objects: Number(row.objects),
    fields: JSON.parse(String(row.fields)),
  };
}

export function createAuditStore({ read, db }: Engine): AuditStore {
  return {
    async slice(filter, page) {
      const slice = sql`SELECT * FROM audit WHERE ${indexed(filter, page)} ORDER BY id DESC LIMIT ${raw(MAX_READ)}`;
      const [rows = [], [bounds] = []] = await read([
        sql`SELECT ${FIELDS} FROM (${slice}) WHERE ${others(filter)} ORDER BY id DESC ${limitSubquery(page.limit)}`,
        sql`SELECT count(*) AS entries, min(id) AS last FROM (${slice})`,
      ]);
      const isFull = Number(bounds?.entries) === MAX_READ;
      return { entries: rows.map(entryOf), readUpTo: isFull ? numberOrNull(bounds?.last) : null };
    },

    async objectsOf(entryRowId, page) {
      const [entry] = await db.select().from(audit).where(sql`id = ${entryRowId}`);
      if (!entry) return undefined;
      const table = CREATED[entry.action];
      if (!table || entry.firstRow === null)
        return [{ rowId: 1, id: String(entry.objectId) }].filter(({ rowId }) => rowId < (page.before ?? 2));
      const [rows = []] = await read([
        sql`SELECT id AS "rowId", public_id AS id FROM ${table} WHERE id BETWEEN ${entry.firstRow} AND ${entry.lastRow}
          AND id < ${page.before ?? Number.MAX_SAFE_INTEGER} ORDER BY "rowId" DESC ${limitSubquery(page.limit)}`,
      ]);
      return rows.map((row) => ({ rowId: Number(row.rowId), id: String(row.id) }));
    },
  };
}
