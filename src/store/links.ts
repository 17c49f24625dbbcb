import { and, asc, desc, eq, getTableColumns, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Content, NewContent } from '../contents/content.ts';
import type { Link, LinkChanges, LinkFilter, NewLink } from '../links/link.ts';
import { foldSlug } from '../links/slug.ts';
import type { Findable, LinkStore, Page } from '../ports.ts';
import type { Engine } from './engine.ts';
import { buryLinks, changeLinks, refound } from './link-changes.ts';
import { mintEachStatements, mintStatements } from './mint.ts';
import { createResolve } from './resolve.ts';
import { contents, destinations, links } from './schema.ts';
import { contains, hasTag, oneOf } from './text-match.ts';

const { slugFolded, clicksTaken, findable, hitsDeletedAt, erasedId, ...own } = getTableColumns(links);
const columns = { ...own, contentId: contents.id };

const matches = (filter: LinkFilter) => {
  const { contentRowId, channel, domain, slug, q, tag } = filter;
  return and(
    isNull(links.deletedAt),
    eq(links.archived, filter.archived),
    contentRowId === undefined ? undefined : eq(links.contentRowId, contentRowId),
    channel === undefined ? undefined : eq(links.channel, channel),
    domain === undefined ? undefined : eq(links.domain, domain),
    slug === undefined ? undefined : eq(links.slug, slug),
    q === undefined
      ? undefined
      : or(contains(links.url, q), contains(links.slug, q), contains(links.title, q)),
    tag === undefined ? undefined : hasTag(links.tags, tag),
  );
};

/** The links that find-or-create knows by one of these, through the index made for it. */
const findableAs = (wanted: Findable[]) => {
  const rows = wanted.map((link) => [link.contentRowId, link.channel, link.url, link.campaign, link.domain]);
  return sql`${links.rowId} IN (SELECT same.id FROM json_each(${JSON.stringify(rows)}) wanted CROSS JOIN links same
    ON same.findable = 1 AND same.content_id = wanted.value ->> 0 AND same.channel = wanted.value ->> 1
    AND same.url = wanted.value ->> 2 AND same.campaign = wanted.value ->> 3 AND same.domain = wanted.value ->> 4)`;
};

const selectLinks = (db: Engine['db'], condition: SQL | undefined) =>
  db.select(columns).from(links).innerJoin(contents, eq(contents.rowId, links.contentRowId)).where(condition);

/** Those of the asked links that were written. Only what the store itself adds is read. */
async function written(db: Engine['db'], asked: NewLink[]): Promise<Link[]> {
  const ids = asked.map((link) => link.id);
  const { id, rowId, contentRowId, contentId } = columns;
  const rows = await db
    .select({ id, rowId, contentRowId, contentId })
    .from(links)
    .innerJoin(contents, eq(contents.rowId, contentRowId))
    .where(oneOf(id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return asked.flatMap((link) => {
    const row = byId.get(link.id);
    return row ? [{ ...link, ...row, deletedAt: null }] : [];
  });
}

/** What stands for each asked link: itself, or the twin that was there first. */
async function standing(
  db: Engine['db'],
  content: NewContent | Content,
  asked: NewLink[],
): Promise<Link[] | undefined> {
  const mine = await written(db, asked);
  const byId = new Map(mine.map((link) => [link.id, link]));
  const page = await db
    .select({ rowId: contents.rowId })
    .from(contents)
    .where(and(eq(contents.key, content.key), isNull(contents.deletedAt)));
  const contentRowId = page[0]?.rowId;
  if (contentRowId === undefined) return undefined;
  const found: Link[] = [];
  for (const link of asked) {
    const twin = findableAs([{ ...link, contentRowId }]);
    const stands = byId.get(link.id) ?? (await selectLinks(db, twin))[0];
    if (!stands) return undefined;
    found.push(stands);
  }
  return found;
}

/** The links, their tombstones and where they led before. */
export function createLinkStore(engine: Engine): LinkStore {
  const { db, atomic } = engine;
  const select = (condition: SQL | undefined) => selectLinks(db, condition);
  const one = async (condition: SQL | undefined): Promise<Link | undefined> =>
    (await select(condition).limit(1))[0];

  return {
    get: (id) => one(and(eq(links.id, id), isNull(links.deletedAt))),
    slugsLike: async (domain, slugs) =>
      select(and(eq(links.domain, domain), oneOf(slugFolded, slugs.map(foldSlug)))),
    find: async (wanted) => select(findableAs(wanted)),
    ofContents: async (contentRowIds) =>
      select(and(oneOf(links.contentRowId, contentRowIds), isNull(links.deletedAt))).orderBy(
        asc(links.rowId),
      ),
    list: async (filter: LinkFilter, { limit, before }: Page) =>
      select(and(matches(filter), before === null ? undefined : lt(links.rowId, before)))
        .orderBy(desc(links.rowId))
        .limit(limit),

    async mint(content, asked) {
      await atomic(mintStatements(content, asked));
      return standing(db, content, asked);
    },

    async mintEach(mints) {
      await atomic(mintEachStatements(mints));
      return written(
        db,
        mints.map(({ link }) => link),
      );
    },

    async update(link: Link, changes: LinkChanges) {
      const at = changes.updatedAt ?? link.updatedAt;
      const statements = changeLinks(db, eq(links.rowId, link.rowId), changes, at);
      await atomic(refound(db, link.contentRowId, statements));
    },

    async remove(link: Link, at) {
      await atomic(refound(db, link.contentRowId, buryLinks(db, eq(links.rowId, link.rowId), at)));
    },

    destinations: async (linkRowIds) =>
      db
        .select({ linkRowId: destinations.linkRowId, url: destinations.url, until: destinations.until })
        .from(destinations)
        .where(oneOf(destinations.linkRowId, linkRowIds))
        .orderBy(asc(destinations.until)),

    resolve: createResolve(engine),
  };
}
