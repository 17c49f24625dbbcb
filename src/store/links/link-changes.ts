import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type LinkChanges, PLAIN_LINK } from '../../links/link.ts';
import { refusals } from '../schema/hits.ts';
import { destinations, links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

type Db = Engine['db'];

/** The rule of `isFindable`, for the row `alias` of links. */
const isPlain = (alias: string) => {
  const options = Object.entries(PLAIN_LINK) as [keyof typeof PLAIN_LINK, boolean | number | null][];
  const same = options.map(([field, value]) => {
    return `${alias}.${links[field].name} IS ${value === null ? 'NULL' : Number(value)}`;
  });
  return raw([...same, `${alias}.deleted_at IS NULL`].join(' AND '));
};

/**
 * Wraps statements that change links of one content, so that afterwards find-or-create finds the oldest plain link of
 * each (content, channel, url, campaign, domain).
 */
export function refreshFindable(db: Db, contentRowId: number, statements: SQL[]): SQL[] {
  return [
    // First all links leave the unique index, in which a changed link may conflict with an equivalent one.
    db.update(links).set({ findable: false }).where(eq(links.contentRowId, contentRowId)).getSQL(),
    ...statements,
    sql`UPDATE links SET findable = 1 WHERE content_id = ${contentRowId} AND ${isPlain('links')}
      AND NOT EXISTS (SELECT 1 FROM links older WHERE older.content_id = links.content_id
        AND older.channel = links.channel AND older.url = links.url AND older.campaign = links.campaign
        AND older.domain = links.domain AND older.id < links.id AND ${isPlain('older')})`,
  ];
}

/** Statements that change the links selected by `which` and record the destination that they had. */
export function changeLinks(db: Db, which: SQL, changes: LinkChanges, at: number): SQL[] {
  const { url } = changes;
  const left =
    url === undefined
      ? []
      : [
          sql`INSERT INTO ${destinations} (link_id, until, url)
            SELECT id, ${at}, url FROM ${links} WHERE ${which} AND url <> ${url}`,
        ];
  return [...left, db.update(links).set(changes).where(which).getSQL()];
}

/** Statements that turn links into tombstones: the slug stays taken, the URL and all texts are deleted. */
export function tombstoneLinks(db: Db, which: SQL, at: number): SQL[] {
  const words = { url: '', title: null, tags: [], utm: null, campaign: '', expiredUrl: null };
  const emptied = { ...words, passwordHash: null, findable: false };
  const ours = sql`(SELECT id FROM ${links} WHERE ${which})`;
  return [
    ...[destinations, refusals].map((table) => sql`DELETE FROM ${table} WHERE link_id IN ${ours}`),
    db
      .update(links)
      .set({ ...emptied, deletedAt: at })
      .where(and(which, sql`deleted_at IS NULL`))
      .getSQL(),
  ];
}
