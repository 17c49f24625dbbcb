/** Entries of the audit log for new contents and links: one per author, with the range of row ids. */
import { type SQL, sql } from 'drizzle-orm';
import type { Action, ChangeAuthor } from '../../audit/audit-entry.ts';
import type { NewLink } from '../../links/link.ts';
import type { NewGroup } from '../../store-ports/link-stores.ts';
import { audit } from '../schema/admin.ts';
import { jsonRows, rowForm } from '../sql/json-rows.ts';
import { raw } from '../sql/raw.ts';
import { isNew, type Part, statementFor } from './insert-statements.ts';

/** What one author has created, in the order of the rows. */
interface Created {
  author: ChangeAuthor;
  action: Action;
  /** Public ids; there is at least one. */
  ids: string[];
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
  const contents: Created[] = [];
  const links: Created[] = [];
  const entered = new Set<NewGroup['content']>();
  for (const { author, content, links: own } of authored) {
    // Several groups of a request may share a new content.
    if (isNew(content) && !entered.has(content)) enter(contents, author, 'content.create', content);
    entered.add(content);
    for (const link of own) enter(links, author, 'link.create', link);
  }
  return [entriesOf('contents', contents), entriesOf('links', links), attachments(authored)].flat();
}

function enter(
  entries: Created[],
  author: ChangeAuthor,
  action: Action,
  { id, createdAt }: Pick<NewLink, 'id' | 'createdAt'>,
): void {
  const last = entries.at(-1);
  if (last?.author === author) last.ids.push(id);
  else entries.push({ author, action, ids: [id], at: createdAt });
}

// The rows of one statement follow each other in the order of the groups, and an entry is about adjacent ones. So all rows
// between its first and its last are about it.
function entriesOf(table: 'contents' | 'links', created: Created[]): Part[] {
  if (created.length === 0) return [];
  const rows = jsonRows({ ...entryRow, table: `new ${table}` }, created, [
    created.map(({ ids }) => ids[0] ?? null),
    created.map(({ ids }) => ids.at(-1) ?? null),
    created.map(({ ids }) => JSON.stringify(ids)),
  ]);
  const statement = statementFor(
    `entries of ${table}`,
    rows,
    ({ columns, values, rows, extras: [first = sql``, last = sql``, ids] }) => {
      const of = raw(table);
      // Looks at all rows only if the outermost one was left out.
      const outermost = (which: 'min' | 'max', id: SQL) => sql`coalesce(
        (SELECT written.id FROM ${of} written WHERE written.public_id = ${id}),
        (SELECT ${raw(which)}(written.id) FROM json_each(${ids}) id CROSS JOIN ${of} written
          ON written.public_id = id.value))`;
      return sql`INSERT INTO audit (${columns}, objects, first_row, last_row)
        SELECT ${values}, 
          (SELECT count(*) FROM ${of} written WHERE written.id BETWEEN lowest.id AND highest.id), lowest.id, highest.id
        FROM ${rows} CROSS JOIN ${of} lowest ON lowest.id = ${outermost('min', first)}
        CROSS JOIN ${of} highest ON highest.id = ${outermost('max', last)}`;
    },
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
