import { type SQL, sql } from 'drizzle-orm';
import type { Content, NewContent } from '../contents/content.ts';
import { isFindable, type NewLink } from '../links/link.ts';
import { foldSlug } from '../links/slug.ts';
import { jsonRows } from './json-rows.ts';
import { contents, links } from './schema.ts';

/**
 * Writes a content (unless one with its key lives) and its links, unless one of the slugs, case aside, is
 * taken: then nothing. A link that find-or-create already has is left out, whoever minted it meanwhile.
 */
export function mintStatements(content: NewContent | Content, minted: NewLink[]): SQL[] {
  const wanted = minted.map((link) => [link.domain, foldSlug(link.slug)]);
  const free = sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(wanted)}) wanted
    JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_folded = wanted.value ->> 1)`;
  const page = jsonRows(contents, [content]);
  const rows = jsonRows(
    links,
    minted.map((link) => ({ ...link, slugFolded: foldSlug(link.slug), findable: isFindable(link) })),
  );
  const insertContent = sql`INSERT INTO contents (${page.columns}) SELECT ${page.values} FROM ${page.rows}
    WHERE ${free} ON CONFLICT DO NOTHING`;
  const insertLinks = sql`INSERT INTO links (content_id, ${rows.columns}) SELECT contents.id, ${rows.values}
    FROM ${rows.rows} JOIN contents ON contents.key = ${content.key} AND contents.deleted_at IS NULL
    WHERE ${free} ON CONFLICT DO NOTHING`;
  return [...('rowId' in content ? [] : [insertContent]), ...(minted.length > 0 ? [insertLinks] : [])];
}
