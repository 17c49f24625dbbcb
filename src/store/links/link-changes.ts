import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { LinkChanges } from '../../links/link.ts';
import { refusals } from '../schema/hits.ts';
import { destinations, links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { isRegrouping, joinGroups, leaveGroup } from './groups.ts';

type Db = Engine['db'];

/** Statements that change a live link and record the destination that it had. */
export function changeLink(db: Db, linkRowId: number, changes: LinkChanges, at: number): SQL[] {
  const { url } = changes;
  const live = and(eq(links.rowId, linkRowId), isNull(links.deletedAt));
  const left =
    url === undefined
      ? []
      : [
          sql`INSERT INTO ${destinations} (link_id, until, url)
            SELECT id, ${at}, url FROM ${links} WHERE ${live} AND url <> ${url}`,
        ];
  const change = [...left, db.update(links).set(changes).where(live).getSQL()];
  if (!isRegrouping(changes)) return change;
  const isChanged = (alias: string) => sql`${raw(alias)}.id = ${linkRowId}`;
  return [...leaveGroup(linkRowId), ...change, ...joinGroups(isChanged)];
}

/** Statements that turn links into tombstones: the slug stays taken, the URL and all texts are deleted. */
export function tombstoneLinks(db: Db, which: SQL, at: number): SQL[] {
  const words = {
    url: '',
    externalId: null,
    title: null,
    searchText: null,
    tags: [],
    utm: null,
    campaign: '',
    expiredUrl: null,
  };
  const emptied = { ...words, passwordHash: null, findable: false };
  const ours = sql`(SELECT id FROM ${links} WHERE ${which})`;
  return [
    ...[destinations, refusals].map((table) => sql`DELETE FROM ${table} WHERE link_id IN ${ours}`),
    db
      .update(links)
      .set({ ...emptied, deletedAt: at })
      .where(and(which, isNull(links.deletedAt)))
      .getSQL(),
  ];
}
