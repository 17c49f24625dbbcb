import { type SQL, sql } from 'drizzle-orm';
import type { Content, NewContent } from '../contents/content.ts';
import { isFindable, type NewLink } from '../links/link.ts';
import { foldSlug } from '../links/slug.ts';
import type { Mint } from '../store-ports.ts';
import { jsonRows } from './json-rows.ts';
import { contents, links } from './schema.ts';

const linkRow = (link: NewLink) => ({
  ...link,
  slugFolded: foldSlug(link.slug),
  findable: isFindable(link),
});

/** What only the store knows of a new link. */
const RETURNED = sql`RETURNING public_id AS id, id AS "rowId", content_id AS "contentRowId",
  (SELECT public_id FROM contents WHERE contents.id = links.content_id) AS "contentId"`;

/**
 * Writes a content (unless one with its key lives) and its links, unless one of the slugs, case aside, is
 * taken: then nothing. A link that find-or-create already has is left out, whoever minted it meanwhile. The last
 * statement returns the new links.
 */
export function mintStatements(content: NewContent | Content, minted: NewLink[]): SQL[] {
  const wanted = minted.map((link) => [link.domain, foldSlug(link.slug)]);
  const free = sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(wanted)}) wanted
    JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_folded = wanted.value ->> 1)`;
  const page = jsonRows(contents, [content]);
  const rows = jsonRows(links, minted.map(linkRow));
  const insertContent = sql`INSERT INTO contents (${page.columns}) SELECT ${page.values} FROM ${page.rows}
    WHERE ${free} ON CONFLICT DO NOTHING`;
  const insertLinks = sql`INSERT INTO links (content_id, ${rows.columns}) SELECT contents.id, ${rows.values}
    FROM ${rows.rows} JOIN contents ON contents.key = ${content.key} AND contents.deleted_at IS NULL
    WHERE ${free} ON CONFLICT DO NOTHING ${RETURNED}`;
  return [...('rowId' in content ? [] : [insertContent]), ...(minted.length > 0 ? [insertLinks] : [])];
}

/**
 * Writes each link on its own: one whose slug, case aside, is taken stays out, with its content if that is new
 * and has no other link here. No two links may have one slug, case aside. The last statement returns the new links.
 */
export function mintEachStatements(mints: Mint[]): SQL[] {
  const slugOf = ({ link, reuse }: Mint) => [link.domain, foldSlug(link.slug), reuse ? 1 : 0];
  const fresh = new Map<string, { content: NewContent; slugs: unknown[] }>();
  for (const mint of mints) {
    const { content } = mint;
    if ('rowId' in content) continue;
    const known = fresh.get(content.id) ?? { content, slugs: [] };
    fresh.set(content.id, { content, slugs: [...known.slugs, slugOf(mint)] });
  }
  return [...insertContents([...fresh.values()]), ...giveUpSlugs(mints), insertLinks(mints)];
}

function insertContents(fresh: { content: NewContent; slugs: unknown[] }[]): SQL[] {
  if (fresh.length === 0) return [];
  const contentRows = fresh.map(({ content }) => content);
  const page = jsonRows(
    contents,
    contentRows,
    fresh.map(({ slugs }) => slugs),
  );
  const slugs = sql.raw(`json_each(row.value, '${page.beside}') slug`);
  return [
    sql`INSERT INTO contents (${page.columns}) SELECT ${page.values} FROM ${page.rows}
      WHERE EXISTS (SELECT 1 FROM ${slugs} WHERE NOT EXISTS (SELECT 1 FROM links
        WHERE domain = slug.value ->> 0 AND slug_folded = slug.value ->> 1
        AND (deleted_at IS NULL OR NOT slug.value ->> 2)))
      ON CONFLICT DO NOTHING`,
  ];
}

/** Tombstones that alone hold a slug asked for again take one that no address can name. */
function giveUpSlugs(mints: Mint[]): SQL[] {
  const wanted = mints
    .filter(({ reuse }) => reuse)
    .map(({ link, content }) => [link.domain, foldSlug(link.slug), content.key]);
  if (wanted.length === 0) return [];
  return [
    sql`UPDATE links SET slug = slug || '.' || id, slug_folded = slug_folded || '.' || id
      WHERE id IN (SELECT held.id FROM json_each(${JSON.stringify(wanted)}) wanted
        CROSS JOIN contents ON contents.key = wanted.value ->> 2 AND contents.deleted_at IS NULL
        CROSS JOIN links held ON held.domain = wanted.value ->> 0 AND held.slug_folded = wanted.value ->> 1)
      AND NOT EXISTS (SELECT 1 FROM links live WHERE live.domain = links.domain
        AND live.slug_folded = links.slug_folded AND live.deleted_at IS NULL)`,
  ];
}

function insertLinks(mints: Mint[]): SQL {
  const rows = jsonRows(
    links,
    mints.map(({ link }) => linkRow(link)),
    mints.map(({ link, content }) => [content.key, link.domain, foldSlug(link.slug)]),
  );
  const beside = (place: number) => sql.raw(`row.value ->> '${rows.beside}[${place}]'`);
  return sql`INSERT INTO links (content_id, ${rows.columns}) SELECT contents.id, ${rows.values}
    FROM ${rows.rows} CROSS JOIN contents ON contents.key = ${beside(0)} AND contents.deleted_at IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM links held WHERE held.domain = ${beside(1)} AND held.slug_folded = ${beside(2)})
    ON CONFLICT DO NOTHING ${RETURNED}`;
}
