import { type SQL, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Content, NewContent } from '../../links/contents/content.ts';
import type { NewLink } from '../../links/link.ts';
import type { Mint } from '../../store-ports.ts';
import { foldSlug } from '../../urls/slug.ts';
import { type JsonRows, jsonRows, type RowPlaces } from '../sql/json-rows.ts';
import { contentRow, linkRow } from './insert-rows.ts';

/** Returns what the store adds to a new link. */
const RETURNED = sql`RETURNING public_id AS id, id AS "rowId", content_id AS "contentRowId",
  (SELECT public_id FROM contents WHERE contents.id = links.content_id) AS "contentId"`;

/** Statements and the values of their placeholders. */
export interface Minting {
  statements: SQL[];
  values: Record<string, unknown>;
}

const STATEMENTS_KEPT = 200;
const kept = new LRUCache<string, SQL>({ max: STATEMENTS_KEPT });

/** The statement for rows of this shape, which is cached: building it takes as long as running it. */
function statementFor(name: string, { shape, places }: JsonRows, build: (rows: RowPlaces) => SQL): SQL {
  const key = `${name} ${shape}`;
  const statement = kept.get(key) ?? build(places);
  kept.set(key, statement);
  return statement;
}

/**
 * Writes a content, unless a live one has its key, and its links. If one of the slugs is taken (ignoring case),
 * nothing is written. A link that find-or-create would find is left out, even if another process has just minted it.
 * The last statement returns the new links.
 */
export function mintStatements(content: NewContent | Content, minted: NewLink[]): Minting {
  const wanted = minted.map((link) => [link.domain, foldSlug(link.slug)]);
  const free = sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(wanted)}) wanted
    JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_folded = wanted.value ->> 1)`;
  const page = jsonRows(contentRow, [content]);
  const rows = jsonRows(linkRow, minted);
  const insertContent = sql`INSERT INTO contents (${page.places.columns}) SELECT ${page.places.values}
    FROM ${page.places.rows} WHERE ${free} ON CONFLICT DO NOTHING`;
  const insertLinks = sql`INSERT INTO links (content_id, ${rows.places.columns})
    SELECT contents.id, ${rows.places.values} FROM ${rows.places.rows}
    JOIN contents ON contents.key = ${content.key} AND contents.deleted_at IS NULL
    WHERE ${free} ON CONFLICT DO NOTHING ${RETURNED}`;
  return {
    statements: [...('rowId' in content ? [] : [insertContent]), ...(minted.length > 0 ? [insertLinks] : [])],
    values: { ...page.held, ...rows.held },
  };
}

/**
 * Writes each link on its own. A link whose slug is taken (ignoring case) is left out, and so is its content if that
 * is new and gets no other link. No two links may have the same slug, ignoring case. One statement returns the new
 * links; the others return nothing.
 */
export function mintEachStatements(mints: Mint[]): Minting {
  const fresh = mints.map(({ content }) => content).filter((content) => !('rowId' in content));
  const parts = [
    insertContents(fresh),
    giveUpSlugs(mints),
    insertLinks(mints),
    dropUnused(fresh, mints.length),
  ];
  return {
    statements: parts.flatMap(({ statements }) => statements),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}

const NOTHING: Minting = { statements: [], values: {} };

function insertContents(fresh: NewContent[]): Minting {
  if (fresh.length === 0) return NOTHING;
  const rows = jsonRows(contentRow, fresh);
  const statement = statementFor(
    'contents',
    rows,
    ({ columns, values, rows }) => sql`INSERT INTO contents (${columns})
      SELECT ${values} FROM ${rows} WHERE true ON CONFLICT DO NOTHING`,
  );
  return { statements: [statement], values: rows.held };
}

// Checking afterwards, and only if a link was left out, saves each link a search in the index of slugs.
const DROP_UNUSED = sql`DELETE FROM contents WHERE id IN (
  SELECT made.id FROM (SELECT 1 WHERE changes() < ${sql.placeholder('asked')}) some_stayed_out
  CROSS JOIN json_each(${sql.placeholder('fresh')}) fresh CROSS JOIN contents made ON made.public_id = fresh.value
  WHERE NOT EXISTS (SELECT 1 FROM links WHERE links.content_id = made.id))`;

/**
 * Deletes the new contents that got no link. It must follow the insert of links, of which `requested` is the number.
 */
function dropUnused(fresh: NewContent[], asked: number): Minting {
  if (fresh.length === 0) return NOTHING;
  return { statements: [DROP_UNUSED], values: { asked, fresh: JSON.stringify(fresh.map(({ id }) => id)) } };
}

/** Releases the requested slugs that only tombstones have: these get a slug that no URL can contain. */
function giveUpSlugs(mints: Mint[]): Minting {
  const wanted = mints
    .filter(({ reuse }) => reuse)
    .map(({ link, content }) => [link.domain, foldSlug(link.slug), content.key]);
  if (wanted.length === 0) return NOTHING;
  const statement = sql`UPDATE links SET slug = slug || '.' || id, slug_folded = slug_folded || '.' || id
    WHERE id IN (SELECT held.id FROM json_each(${JSON.stringify(wanted)}) wanted
      CROSS JOIN contents ON contents.key = wanted.value ->> 2 AND contents.deleted_at IS NULL
      CROSS JOIN links held ON held.domain = wanted.value ->> 0 AND held.slug_folded = wanted.value ->> 1)
    AND NOT EXISTS (SELECT 1 FROM links live WHERE live.domain = links.domain
      AND live.slug_folded = links.slug_folded AND live.deleted_at IS NULL)`;
  return { statements: [statement], values: {} };
}

function insertLinks(mints: Mint[]): Minting {
  const asked = mints.map(({ link }) => link);
  const rows = jsonRows(linkRow, asked, [
    mints.map(({ content }) => content.key),
    asked.map(({ domain }) => domain),
    asked.map(({ slug }) => foldSlug(slug)),
  ]);
  const statement = statementFor(
    'links',
    rows,
    ({ columns, values, rows, beside: [key, domain, slug] }) => sql`INSERT INTO links (content_id, ${columns})
      SELECT contents.id, ${values} FROM ${rows}
      CROSS JOIN contents ON contents.key = ${key} AND contents.deleted_at IS NULL
      WHERE NOT EXISTS (SELECT 1 FROM links held WHERE held.domain = ${domain} AND held.slug_folded = ${slug})
      ON CONFLICT DO NOTHING ${RETURNED}`,
  );
  return { statements: [statement], values: rows.held };
}
