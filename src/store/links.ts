import { and, asc, desc, eq, getTableColumns, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Content, NewContent } from '../contents/content.ts';
import type { Link, LinkChanges, LinkFilter, NewLink } from '../links/link.ts';
import { foldSlug } from '../links/slug.ts';
import type { Findable, LinkStore, Page } from '../ports.ts';
import type { Engine } from './engine.ts';
import { buryLinks, changeLinks, refound } from './link-changes.ts';
import { mintStatements } from './mint.ts';
import { createResolve } from './resolve.ts';
import { contents, destinations, links } from './schema.ts';
import { contains, hasTag, oneOf } from './text-match.ts';

const { slugFolded, clicksTaken, findable, ...own } = getTableColumns(links);
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

const same = (wanted: Findable) =>
  and(
    eq(findable, true),
    eq(links.contentRowId, wanted.contentRowId),
    eq(links.channel, wanted.channel),
    eq(links.url, wanted.url),
    eq(links.campaign, wanted.campaign),
    eq(links.domain, wanted.domain),
  );

/** The links, their tombstones and where they led before. */
export function createLinkStore(engine: Engine): LinkStore {
  const { db, atomic } = engine;
  const select = (condition: SQL | undefined) =>
    db
      .select(columns)
      .from(links)
      .innerJoin(contents, eq(contents.rowId, links.contentRowId))
      .where(condition);
  const one = async (condition: SQL | undefined): Promise<Link | undefined> =>
    (await select(condition).limit(1))[0];

  /** What stands for each asked link: itself, or the twin that was there first. */
  async function standing(content: NewContent | Content, asked: NewLink[]): Promise<Link[] | undefined> {
    const mine = await select(
      oneOf(
        links.id,
        asked.map((link) => link.id),
      ),
    );
    const byId = new Map(mine.map((link) => [link.id, link]));
    const page = await db
      .select({ rowId: contents.rowId })
      .from(contents)
      .where(and(eq(contents.key, content.key), isNull(contents.deletedAt)));
    const contentRowId = page[0]?.rowId;
    if (contentRowId === undefined) return undefined;
    const found: Link[] = [];
    for (const link of asked) {
      const stands = byId.get(link.id) ?? (await one(same({ ...link, contentRowId })));
      if (!stands) return undefined;
      found.push(stands);
    }
    return found;
  }

  return {
    get: (id) => one(and(eq(links.id, id), isNull(links.deletedAt))),
    bySlug: (domain, slug) => one(and(eq(links.domain, domain), eq(links.slug, slug))),
    slugsLike: async (domain, slugs) =>
      select(and(eq(links.domain, domain), oneOf(slugFolded, slugs.map(foldSlug)))),
    find: (wanted) => one(same(wanted)),
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
      return standing(content, asked);
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
