import { and, asc, desc, eq, getTableColumns, isNull, lt, not, or, sql } from 'drizzle-orm';
import type { Content, NewContent } from '../../links/contents/content.ts';
import type { Link, LinkChanges, LinkFilter, NewLink } from '../../links/link.ts';
import type { Findable, LinkStore, Page } from '../../store-ports.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, destinations, links } from '../schema/main.ts';
import { contains, hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { mintEachStatements, mintStatements } from './insert-links.ts';
import { changeLinks, refreshFindable, tombstoneLinks } from './link-changes.ts';
import { createResolve } from './resolve.ts';

const {
  slugKey: _key,
  clicksTaken,
  findable,
  hitsPurgedAt,
  erasedId,
  purgedId,
  ...own
} = getTableColumns(links);
const columns = { ...own, contentId: contents.id };

const matches = (filter: LinkFilter) => {
  const { contentRowId, channel, domain, slug, q, tag, ids, notIds } = filter;
  return and(
    isNull(links.deletedAt),
    eq(links.archived, filter.archived),
    contentRowId === undefined ? undefined : eq(links.contentRowId, contentRowId),
    channel === undefined ? undefined : eq(links.channel, channel),
    domain === undefined ? undefined : eq(links.domain, domain),
    slug === undefined ? undefined : and(eq(links.slugKey, slugKey(slug)), eq(links.slug, slug)),
    q === undefined
      ? undefined
      : or(contains(links.url, q), contains(links.slug, q), contains(links.title, q)),
    tag === undefined ? undefined : hasTag(links.tags, tag),
    ids === undefined ? undefined : inJsonList(links.id, ids),
    notIds === undefined ? undefined : not(inJsonList(links.id, notIds)),
  );
};

/** The links that find-or-create finds for the identities in `list`, by the index made for it. */
const FINDABLE = sql`${links.rowId} IN (SELECT same.id FROM json_each(${sql.placeholder('list')}) wanted CROSS JOIN links same
    ON same.findable = 1 AND same.content_id = wanted.value ->> 0 AND same.channel = wanted.value ->> 1
    AND same.url = wanted.value ->> 2 AND same.campaign = wanted.value ->> 3 AND same.domain = wanted.value ->> 4)`;

const identityOf = (link: Findable) => [
  link.contentRowId,
  link.channel,
  link.url,
  link.campaign,
  link.domain,
];

const selectLinks = (db: Engine['db']) =>
  db.select(columns).from(links).innerJoin(contents, eq(contents.rowId, links.contentRowId));

/** The requested links that were written, completed by what `RETURNED` returned. */
function written(requested: NewLink[], returned: Row[]): Link[] {
  const byId = new Map(returned.map((row) => [row.id, row]));
  return requested.flatMap((link) => {
    const row = byId.get(link.id);
    if (!row) return [];
    const own = { rowId: Number(row.rowId), contentRowId: Number(row.contentRowId) };
    return [{ ...link, ...own, contentId: String(row.contentId), deletedAt: null }];
  });
}

/** Queries that mints and pages of links run, prepared once. */
function lookUps(db: Engine['db']) {
  const live = isNull(links.deletedAt);
  const byId = selectLinks(db)
    .where(and(eq(links.id, sql.placeholder('id')), live))
    .prepare();
  const bySlugs = selectLinks(db)
    .where(and(eq(links.domain, sql.placeholder('domain')), inJsonParam(links.slugKey)))
    .prepare();
  const byIdentity = selectLinks(db).where(FINDABLE).prepare();
  const byContents = selectLinks(db)
    .where(and(inJsonParam(links.contentRowId), live))
    .orderBy(asc(links.rowId))
    .prepare();
  return {
    get: async (id) => (await byId.all({ id }))[0],
    slugsLike: async (domain, slugs) =>
      bySlugs.all({ domain, list: JSON.stringify(slugs.map((slug) => slugKey(slug))) }),
    find: async (wanted) => byIdentity.all({ list: JSON.stringify(wanted.map(identityOf)) }),
    ofContents: async (contentRowIds) => byContents.all({ list: JSON.stringify(contentRowIds) }),
  } satisfies Partial<LinkStore>;
}

/** Reads and writes links, their tombstones and their former destinations. */
export function createLinkStore(engine: Engine): LinkStore {
  const { db, atomic } = engine;
  const { get, slugsLike, find, ofContents } = lookUps(db);

  /** The links that exist for the requested ones: each itself, or the equivalent link that was there first. */
  const resolveExisting = async ({ key }: NewContent | Content, requested: NewLink[], mine: Link[]) => {
    if (mine.length === requested.length && mine.length > 0) return mine;
    const [row] = await db
      .select({ rowId: contents.rowId })
      .from(contents)
      .where(and(eq(contents.key, key), isNull(contents.deletedAt)));
    if (!row) return undefined;
    const byId = new Map(mine.map((link) => [link.id, link]));
    const found: Link[] = [];
    for (const link of requested) {
      const existing = byId.get(link.id) ?? (await find([{ ...link, contentRowId: row.rowId }]))[0];
      if (!existing) return undefined;
      found.push(existing);
    }
    return found;
  };

  return {
    ...{ get, slugsLike, find, ofContents },
    list: async (filter: LinkFilter, { limit, before }: Page) =>
      selectLinks(db)
        .where(and(matches(filter), before === null ? undefined : lt(links.rowId, before)))
        .orderBy(desc(links.rowId))
        .limit(limit),

    async mint(content, requested) {
      const { statements, values } = mintStatements(content, requested);
      const answers = await atomic(statements, values);
      return resolveExisting(content, requested, written(requested, answers.at(-1) ?? []));
    },

    async mintEach(mints) {
      const requested = mints.map(({ link }) => link);
      const { statements, values } = mintEachStatements(mints);
      const answers = await atomic(statements, values);
      return written(requested, answers.flat());
    },

    async update(link: Link, changes: LinkChanges) {
      const at = changes.updatedAt ?? link.updatedAt;
      const statements = changeLinks(db, eq(links.rowId, link.rowId), changes, at);
      await atomic(refreshFindable(db, link.contentRowId, statements));
    },

    async remove(link: Link, at) {
      await atomic(
        refreshFindable(db, link.contentRowId, tombstoneLinks(db, eq(links.rowId, link.rowId), at)),
      );
    },

    destinations: async (linkRowIds) =>
      db
        .select({ linkRowId: destinations.linkRowId, url: destinations.url, until: destinations.until })
        .from(destinations)
        .where(inJsonList(destinations.linkRowId, linkRowIds))
        .orderBy(asc(destinations.until)),

    resolve: createResolve(engine),
  };
}
