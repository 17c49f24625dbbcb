/** Writes groups of links with their contents: one atomic list for any number of groups, each all or none. */
import { type SQL, sql } from 'drizzle-orm';
import { SHARED_PER_HOUR } from '../../links/contents/content.ts';
import type { Link, NewLink } from '../../links/link.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { InsertedGroup, LinkStore, NewGroup } from '../../store-ports/link-stores.ts';
import { HOUR } from '../../time.ts';
import { slugKey } from '../../urls/slug.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { jsonRows } from '../sql/json-rows.ts';
import { raw } from '../sql/raw.ts';
import { creationEntries } from './creation-entries.ts';
import { contentRow, linkRow } from './insert-rows.ts';
import { isNew, type Part, statementFor } from './insert-statements.ts';

const NOTHING: Part = { statements: [], values: {} };

export function createInsertGroups({ atomic }: Engine): LinkStore['insertGroups'] {
  return async (groups) => {
    const parts = [
      insertContents(groups),
      ...insertSharedContents(groups),
      attachExternalIds(groups),
      releaseSlugs(groups),
      ...insertLinks(groups),
      ...creationEntries(groups),
    ];
    const answers = await atomic(
      parts.flatMap(({ statements }) => statements),
      Object.assign({}, ...parts.map(({ values }) => values)),
    );
    // Public ids say by their prefix what they belong to.
    const written = new Map(answers.flat().map((row) => [String(row.id), row]));
    return groups.map((group) => insertedGroup(group, written));
  };
}

/** The group as it is stored now; undefined if it was not written. */
function insertedGroup(
  { content, links, attach }: NewGroup,
  written: Map<string, Row>,
): InsertedGroup | undefined {
  const inserted: Link[] = [];
  for (const link of links) {
    const row = written.get(link.id);
    if (!row) return undefined;
    const [rowId, contentRowId] = [Number(row.rowId), Number(row.contentRowId)];
    inserted.push({ ...link, rowId, contentRowId, contentId: content.id, deletedAt: null });
  }
  const changed = written.get(content.id);
  if (attach && !changed) return undefined;
  const rowId = 'rowId' in content ? content.rowId : (inserted[0]?.contentRowId ?? changed?.rowId);
  if (rowId === undefined) return undefined;
  return { content: { ...content, ...attach, rowId: Number(rowId) }, links: inserted };
}

const newContentsOf = (groups: NewGroup[]) => [
  ...new Set(groups.map(({ content }) => content).filter(isNew)),
];

/** Contents that share links create: one statement each, which counts those of the last hour. */
function insertSharedContents(groups: NewGroup[]): Part[] {
  const shared = newContentsOf(groups).filter(({ origin }) => origin !== null);
  const statements = shared.map(
    ({ id, url, key, origin, createdAt, updatedAt }) =>
      sql`INSERT INTO contents (public_id, url, key, origin, created_at, updated_at)
        SELECT ${id}, ${url}, ${key}, ${origin}, ${createdAt}, ${updatedAt}
        WHERE (SELECT count(*) FROM contents recent WHERE recent.origin IS NOT NULL AND recent.deleted_at IS NULL
          AND recent.created_at > ${createdAt - HOUR}) < ${SHARED_PER_HOUR}
        ON CONFLICT DO NOTHING RETURNING public_id AS id, id AS "rowId"`,
  );
  return statements.length === 0 ? [] : [{ statements, values: {} }];
}

/** A content whose key or external id another one has stays out, and so do its links. */
function insertContents(groups: NewGroup[]): Part {
  const fresh = newContentsOf(groups).filter(({ origin }) => origin === null);
  if (fresh.length === 0) return NOTHING;
  const rows = jsonRows(contentRow, fresh);
  // The row of a content with links is known from these.
  const returning = groups.every(({ links }) => links.length > 0)
    ? ''
    : 'RETURNING public_id AS id, id AS "rowId"';
  const statement = statementFor(
    `contents ${returning}`,
    rows,
    ({ columns, values, rows }) => sql`INSERT INTO contents (${columns})
      SELECT ${values} FROM ${rows} WHERE true ON CONFLICT DO NOTHING ${raw(returning)}`,
  );
  return { statements: [statement], values: rows.params };
}

/** Whether a content has got a live link that the caller did not know of. */
const hasNewerLink = (newest: SQL) => sql`EXISTS (SELECT 1 FROM links newer
  WHERE newer.content_id = contents.id AND newer.id > ${newest} AND newer.deleted_at IS NULL)`;

/** Comes before the links, under the conditions that decide about them: they then ask whether it happened. */
function attachExternalIds(groups: NewGroup[]): Part {
  const wanted = groups.flatMap(({ content, links, attach, newestLink }) => {
    const slugs = links.map(({ domain, slug }) => [domain, slugKey(slug)]);
    const { externalId, updatedAt } = attach ?? {};
    const text = searchTextOf(content.title, externalId ?? null);
    return attach
      ? [[content.id, content.url, externalId, updatedAt, newestOf(newestLink), slugs, text]]
      : [];
  });
  if (wanted.length === 0) return NOTHING;
  const statement = sql`UPDATE OR IGNORE contents SET external_id = wanted.value ->> 2, updated_at = wanted.value ->> 3,
      search_text = wanted.value ->> 6
    FROM json_each(${JSON.stringify(wanted)}) wanted
    WHERE contents.public_id = wanted.value ->> 0 AND contents.url = wanted.value ->> 1
      AND contents.deleted_at IS NULL AND contents.external_id IS NULL
      AND NOT ${hasNewerLink(sql`wanted.value ->> 4`)}
      AND NOT EXISTS (SELECT 1 FROM json_each(wanted.value, '$[5]') slug CROSS JOIN links taken
        ON taken.domain = slug.value ->> 0 AND taken.slug_key = slug.value ->> 1)
    RETURNING public_id AS id, id AS "rowId"`;
  return { statements: [statement], values: {} };
}

/** Releases the wanted slugs that only tombstones have: these get a slug that no URL can contain. */
function releaseSlugs(groups: NewGroup[]): Part {
  const wanted = groups.flatMap(({ reuse, content, links }) =>
    reuse ? links.map((link) => [link.domain, slugKey(link.slug), content.id, content.url]) : [],
  );
  if (wanted.length === 0) return NOTHING;
  const statement = sql`UPDATE links SET slug = slug || '.' || id, slug_key = slug_key || '.' || id
    WHERE id IN (SELECT tombstone.id FROM json_each(${JSON.stringify(wanted)}) wanted
      CROSS JOIN contents ON contents.public_id = wanted.value ->> 2 AND contents.url = wanted.value ->> 3
        AND contents.deleted_at IS NULL
      CROSS JOIN links tombstone ON tombstone.domain = wanted.value ->> 0 AND tombstone.slug_key = wanted.value ->> 1)
    AND NOT EXISTS (SELECT 1 FROM links live WHERE live.domain = links.domain
      AND live.slug_key = links.slug_key AND live.deleted_at IS NULL)`;
  return { statements: [statement], values: {} };
}

/** Row ids stay below it. */
const newestOf = (newestLink: number | null) => newestLink ?? Number.MAX_SAFE_INTEGER;

/** One statement for all groups, which returns the new links, and one that takes contents back that got none. */
function insertLinks(groups: NewGroup[]): Part[] {
  const all = groups.flatMap((group) => group.links.map((link) => ({ link, group })));
  if (all.length === 0) return [];
  const of = <T>(read: (each: { link: NewLink; group: NewGroup }) => T) => all.map(read);
  const rows = jsonRows(
    linkRow,
    of(({ link }) => link),
    [
      of(({ link, group }) => group.links[0]?.id ?? link.id),
      of(({ group }) => group.content.id),
      of(({ group }) => group.content.url),
      of(({ group }) => group.attach?.externalId ?? null),
      of(({ group }) => newestOf(group.newestLink)),
      of(({ link }) => link.domain),
      of(({ link }) => slugKey(link.slug)),
    ],
  );
  // Conditions that no group needs would cost a bulk of single links a tenth of its time.
  const isSingle = groups.every((group) => group.links.length <= 1);
  const isOpen = groups.every(({ newestLink }) => newestLink === null);
  const statement = statementFor(
    `links${isSingle ? ' single' : ''}${isOpen ? ' open' : ''}`,
    rows,
    ({ columns, values, rows, extras: [group, content, url, externalId, newest, domain, slug] }) => {
      const isTaken = sql`taken.domain = ${domain} AND taken.slug_key = ${slug}`;
      const areFree = isSingle
        ? sql`NOT EXISTS (SELECT 1 FROM links taken WHERE ${isTaken})`
        : sql`${group} NOT IN (SELECT ${group} FROM ${rows} CROSS JOIN links taken ON ${isTaken})`;
      return sql`INSERT INTO links (content_id, ${columns}) SELECT contents.id, ${values} FROM ${rows}
        CROSS JOIN contents ON contents.public_id = ${content} AND contents.url = ${url}
          AND contents.deleted_at IS NULL AND (${externalId} IS NULL OR contents.external_id = ${externalId})
        WHERE ${areFree} ${isOpen ? sql`` : sql`AND NOT ${hasNewerLink(sql`${newest}`)}`}
        ON CONFLICT DO NOTHING RETURNING public_id AS id, id AS "rowId", content_id AS "contentRowId"`;
    },
  );
  return [{ statements: [statement], values: rows.params }, deleteOrphans(groups, all.length)];
}

// Checking afterwards, and only if a link was left out, saves each content a search for its links.
const DELETE_ORPHANS = sql`DELETE FROM contents WHERE id IN (
  SELECT orphan.id FROM (SELECT 1 WHERE changes() < ${sql.placeholder('requested')}) some_left_out
  CROSS JOIN json_each(${sql.placeholder('fresh')}) fresh CROSS JOIN contents orphan ON orphan.public_id = fresh.value
  WHERE NOT EXISTS (SELECT 1 FROM links WHERE links.content_id = orphan.id))`;

/** Deletes the new contents that got none of their links; it must follow the links, of which `requested` is the number. */
function deleteOrphans(groups: NewGroup[], requested: number): Part {
  const fresh = groups.filter(({ content, links }) => isNew(content) && links.length > 0);
  if (fresh.length === 0) return NOTHING;
  const ids = [...new Set(fresh.map(({ content }) => content.id))];
  return { statements: [DELETE_ORPHANS], values: { requested, fresh: JSON.stringify(ids) } };
}
