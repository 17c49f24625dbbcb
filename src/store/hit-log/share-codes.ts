/** Tells share codes from placements among the marks of new hits, and finds the shares that they belong to. */
import { type SQL, sql } from 'drizzle-orm';
import type { NewHit } from '../../hits/hit.ts';
import { isShareCode, UNKNOWN_CODE } from '../../shares/share-code.ts';
import type { Reader } from '../sql/engine.ts';
import { numberOrNull } from '../sql/values.ts';

/** The mark that a hit is stored with, and the share by whose code it came. At most one of them is set. */
export interface StoredMark {
  mark: string | null;
  shareRowId: number | null;
}

const sharesOf = (marks: string): SQL => sql`SELECT asked.key AS place, s.id AS share_id, c.share_codes
  FROM json_each(${marks}) asked JOIN links l ON l.id = asked.value ->> 0 JOIN contents c ON c.id = l.content_id
    LEFT JOIN shares s ON s.content_id = c.id AND s.code = asked.value ->> 1 AND s.link_id = l.id
      AND s.id > l.erased_share_id`;

/**
 * The marks of the hits, in their order. A code of no share of the link is unknown if its content gives codes; elsewhere
 * it is a placement that happens to look like one. Only marks that have the form of a code are looked up.
 */
export async function storedMarks({ read }: Reader, hits: readonly NewHit[]): Promise<StoredMark[]> {
  const stored: StoredMark[] = hits.map(({ mark }) => ({ mark, shareRowId: null }));
  const coded = hits.flatMap(({ linkRowId, mark }, index) =>
    mark !== null && isShareCode(mark) ? [{ index, asked: [linkRowId, mark] }] : [],
  );
  if (coded.length === 0) return stored;
  const [rows = []] = await read([sharesOf(JSON.stringify(coded.map(({ asked }) => asked)))]);
  for (const row of rows) {
    const index = coded[Number(row.place)]?.index;
    const shareRowId = numberOrNull(row.share_id);
    if (index === undefined) continue;
    if (shareRowId !== null) stored[index] = { mark: null, shareRowId };
    else if (row.share_codes === 1) stored[index] = { mark: UNKNOWN_CODE, shareRowId: null };
  }
  return stored;
}
