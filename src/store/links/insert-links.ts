import { type SQL, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Content, NewContent } from '../../links/contents/content.ts';
import type { NewLink } from '../../links/link.ts';
import type { Mint } from '../../store-ports.ts';
import { slugKey } from '../../urls/slug.ts';
import { type JsonRows, jsonRows, type RowFragments } from '../sql/json-rows.ts';
import { contentRow, linkRow } from './insert-rows.ts';

/** Returns what the store adds to a new link. */
const RETURNED = sql`RETURNING public_id AS id, id AS "rowId", content_id AS "contentRowId",
  (SELECT public_id FROM contents WHERE contents.id = links.content_id) AS "contentId"`;

/** Statements and the values of their placeholders. */
export interface MintStatements {
  statements: SQL[];
  values: Record<string, unknown>;
}

const STATEMENTS_KEPT = 200;
const kept = new LRUCache<string, SQL>({ max: STATEMENTS_KEPT });

/** The statement for rows of this shape, which is cached: building it takes as long as running it. */
function statementFor(name: string, { shape, fragments }: JsonRows, build: (rows: RowFragments) => SQL): SQL {
  const key = `${name} ${shape}`;
  const statement = kept.get(key) ?? build(fragments);
  kept.set(key, statement);
  return statement;
}

/**
 * Writes a content, unless a live one has its key, and its links. If one of the slugs is taken (ignoring case),
 * nothing is written. A link that find-or-create would find is left out, even if another process has just minted it.
 * The last statement returns the new links.
 */
export function mintStatements(content: NewContent | Content, minted: NewLink[]): MintStatements {
  const wanted = minted.map((link) => [link.domain, slugKey(link.slug)]);
  const free = sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(wanted)}) wanted
    JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_key = wanted.value ->> 1)`;
  const contentRows = jsonRows(contentRow, [content]);
  const rows = jsonRows(linkRow, minted);
  const insertContent = sql`INSERT INTO contents (${contentRows.fragments.columns}) SELECT ${contentRows.fragments.values}
    FROM ${contentRows.fragments.rows} WHERE ${free} ON CONFLICT DO NOTHING`;
  const insertLinks = sql`INSERT INTO links (content_id, ${rows.fragments.columns})
    SELECT contents.id, ${rows.fragments.values} FROM ${rows.fragments.rows}
    JOIN contents ON contents.key = ${content.key} AND contents.deleted_at IS NULL
    WHERE ${free} ON CONFLICT DO NOTHING ${RETURNED}`;
  return {
    statements: [...('rowId' in content ? [] : [insertContent]), ...(minted.length > 0 ? [insertLinks] : [])],
    values: { ...contentRows.params, ...rows.params },
  };
}

/**
 * Writes each link on its own. A link whose slug is taken (ignoring case) is left out, and so is its content if that
 * is new and gets no other link. No two links may have the same slug, ignoring case. One statement returns the new
 * links; the others return nothing.
 */
export function mintEachStatements(mints: Mint[]): MintStatements {
  const fresh = mints.map(({ content }) => content).filter((content) => !('rowId' in content));
  const parts = [
    insertContents(fresh),
    releaseSlugs(mints),
    insertLinks(mints),
    deleteOrphans(fresh, mints.length),
  ];
  return {
    statements: parts.flatMap(({ statements }) => statements),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}

const NOTHING: MintStatements = { statements: [], values: {} };

function insertContents(fresh: NewContent[]): MintStatements {
  if (fresh.length === 0) return NOTHING;
  const rows = jsonRows(contentRow, fresh);
  const statement = statementFor(
    'contents',
    rows,
    ({ columns, values, rows }) => sql`INSERT INTO contents (${columns})
      SELECT ${values} FROM ${rows} WHERE true ON CONFLICT DO NOTHING`,
  );
  return { statements: [statement], values: rows.params };
}

// Checking afterwards, and only if a link was left out, saves each link a search in the index of slugs.
const DELETE_ORPHANS = sql`DELETE FROM contents WHERE id IN (
  SELECT orphan.id FROM (SELECT 1 WHERE changes() < ${sql.placeholder('requested')}) some_left_out
  CROSS JOIN json_each(${sql.placeholder('fresh')}) fresh CROSS JOIN contents orphan ON orphan.public_id = fresh.value
  WHERE NOT EXISTS (SELECT 1 FROM links WHERE links.content_id = orphan.id))`;

/**
 * Deletes the new contents that got no link. It must follow the insert of links, of which `requested` is the number.
 */
function deleteOrphans(fresh: NewContent[], requested: number): MintStatements {
  if (fresh.length === 0) return NOTHING;
  return {
    statements: [DELETE_ORPHANS],
    values: { requested, fresh: JSON.stringify(fresh.map(({ id }) => id)) },
  };
}

/** Releases the requested slugs that only tombstones have: these get a slug that no URL can contain. */
function releaseSlugs(mints: Mint[]): MintStatements {
  const wanted = mints
    .filter(({ reuse }) => reuse)
    .map(({ link, content }) => [link.domain, slugKey(link.slug), content.key]);
  if (wanted.length === 0) return NOTHING;
  const statement = sql`UPDATE links SET slug = slug || '.' || id, slug_key = slug_key || '.' || id
    WHERE id IN (SELECT tombstone.id FROM json_each(${JSON.stringify(wanted)}) wanted
      CROSS JOIN contents ON contents.key = wanted.value ->> 2 AND contents.deleted_at IS NULL
      CROSS JOIN links tombstone ON tombstone.domain = wanted.value ->> 0 AND tombstone.slug_key = wanted.value ->> 1)
    AND NOT EXISTS (SELECT 1 FROM links live WHERE live.domain = links.domain
      AND live.slug_key = links.slug_key AND live.deleted_at IS NULL)`;
  return { statements: [statement], values: {} };
}

function insertLinks(mints: Mint[]): MintStatements {
  const requested = mints.map(({ link }) => link);
  const rows = jsonRows(linkRow, requested, [
    mints.map(({ content }) => content.key),
    requested.map(({ domain }) => domain),
    requested.map(({ slug }) => slugKey(slug)),
  ]);
  const statement = statementFor(
    'links',
    rows,
    ({ columns, values, rows, extras: [key, domain, slug] }) => sql`INSERT INTO links (content_id, ${columns})
      SELECT contents.id, ${values} FROM ${rows}
      CROSS JOIN contents ON contents.key = ${key} AND contents.deleted_at IS NULL
      WHERE NOT EXISTS (SELECT 1 FROM links taken WHERE taken.domain = ${domain} AND taken.slug_key = ${slug})
      ON CONFLICT DO NOTHING ${RETURNED}`,
  );
  return { statements: [statement], values: rows.params };
}
