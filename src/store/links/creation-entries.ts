/** Entries of the audit log for new contents and links: one per author, with the range of row ids. */
import { sql } from 'drizzle-orm';
import type { Action, ChangeAuthor } from '../../audit/audit-entry.ts';
import type { NewGroup } from '../../store-ports/link-stores.ts';
import { audit } from '../schema/admin.ts';
import { jsonRows, rowForm } from '../sql/json-rows.ts';
import { raw } from '../sql/raw.ts';
import { isNew, type Part, statementFor } from './insert-statements.ts';

interface Created {
  author: ChangeAuthor;
  action: Action;
  /** Public id. */
  id: string;
  at: number;
}

const entryRow = rowForm(audit, {
  at: ({ at }: Created) => at,
  actorType: ({ author }: Created) => author.actor.type,
  actorId: ({ author }: Created) => author.actor.id,
  requestId: ({ author }: Created) => author.requestId,
  action: ({ action }: Created) => action,
});

/** Must follow all other statements: only what was written is entered. */
export function creationEntries(groups: NewGroup[]): Part[] {
  const authored = groups.filter(
    (group): group is NewGroup & { author: ChangeAuthor } => group.author !== null,
  );
  const contents = authored.flatMap(({ author, content }): Created[] =>
    isNew(content) ? [{ author, action: 'content.create', id: content.id, at: content.createdAt }] : [],
  );
  const links = authored.flatMap(({ author, links }) =>
    links.map(({ id, createdAt }): Created => ({ author, action: 'link.create', id, at: createdAt })),
  );
  return [entriesOf('contents', contents), entriesOf('links', links), attachments(authored)].flat();
}

// The rows of one statement follow each other in the order of the groups, and the groups of an author are adjacent. So
// no other author's row is within a range.
function entriesOf(table: 'contents' | 'links', created: Created[]): Part[] {
  if (created.length === 0) return [];
  const numbers = new Map<ChangeAuthor, number>();
  for (const { author } of created) if (!numbers.has(author)) numbers.set(author, numbers.size);
  const rows = jsonRows({ ...entryRow, table: `new ${table}` }, created, [
    created.map(({ id }) => id),
    created.map(({ author }) => numbers.get(author) ?? 0),
  ]);
  const statement = statementFor(
    `entries of ${table}`,
    rows,
    ({ columns, values, rows, extras: [id, group] }) =>
      sql`INSERT INTO audit (${columns}, objects, first_row, last_row)
        SELECT ${values}, count(*), min(written.id), max(written.id) FROM ${rows}
        CROSS JOIN ${raw(table)} written ON written.public_id = ${id} GROUP BY ${group}`,
  );
  return [{ statements: [statement], values: rows.params }];
}

/** A content that got its external id from this request was changed by it. */
function attachments(groups: (NewGroup & { author: ChangeAuthor })[]): Part[] {
  const wanted = groups.flatMap(({ author: { actor, requestId }, content, attach }) => {
    const { externalId, updatedAt } = attach ?? {};
    return attach ? [[content.id, externalId, updatedAt, actor.type, actor.id, requestId]] : [];
  });
  if (wanted.length === 0) return [];
  const statement = sql`INSERT INTO audit (at, actor_type, actor_id, request_id, action, object_id, fields)
    SELECT wanted.value ->> 2, wanted.value ->> 3, wanted.value ->> 4, wanted.value ->> 5, 'content.update',
      contents.public_id, '["externalId"]'
    FROM json_each(${JSON.stringify(wanted)}) wanted CROSS JOIN contents ON contents.public_id = wanted.value ->> 0
      AND contents.external_id = wanted.value ->> 1 AND contents.updated_at = wanted.value ->> 2`;
  return [{ statements: [statement], values: {} }];
}
