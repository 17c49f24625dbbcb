/** Erasing the hits of a link that lives on (docs/adr/0014-erasing-hits.md). */
import { type SQL, sql } from 'drizzle-orm';
import { noteVisitors, sumStatements } from './fold.ts';
import { judged } from './judged.ts';
import { takeOut } from './take-out.ts';

const AT_ONCE = 20;

/**
 * From now on the links' hits up to the newest there is are none any more; what was counted of them beside the hits
 * is gone. Their raw rows may be gone before: the sums must still be taken back, so the sequence tells the newest.
 */
export function eraseStatements(linkRowIds: number[]): SQL[] {
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify(linkRowIds)}))`;
  return [
    sql`DELETE FROM turned_away WHERE link_id IN ${asked}`,
    sql`UPDATE links SET erased_id = max(erased_id, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'hits'), 0))
      WHERE id IN ${asked} AND deleted_at IS NULL`,
  ];
}

// The same links in every statement of the list: they leave this set only by its last one. Those with a hit that
// is still to be folded wait: the fold would judge later hits by it.
/** The next links whose erased hits are still in the sums. */
export const ERASED = sql.raw(`SELECT l.id FROM links l LEFT JOIN erased_links e ON e.link_id = l.id
  WHERE l.erased_id > 0 AND l.erased_id > coalesce(e.hit_id, 0) AND l.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM hits h WHERE h.id > (SELECT hit_id FROM fold_state) AND h.id <= l.erased_id)
  ORDER BY l.erased_id, l.id LIMIT ${AT_ONCE}`);

const erased = sql`(${ERASED})`;
const folded = sql`h.id <= (SELECT hit_id FROM fold_state)`;
const survivors = sql`h.link_id IN ${erased} AND ${folded}
  AND h.id > (SELECT min(erased_id) FROM links WHERE id IN ${erased})`;

// A survivor that an erased hit made a repeat or no first click is judged anew, while its visitor is known. What a
// burst has shown of it stays.
const forgotten = sql`(h.id <= l.erased_id OR (${folded}
  AND EXISTS (SELECT 1 FROM hit_visitors v WHERE v.day = h.at / 86400000 AND v.hit_id = h.id)
  AND EXISTS (SELECT 1 FROM verdicts d WHERE d.hit_id = h.id AND d.reason IN ('', 'repeat'))
  AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.hit_id = h.id)))`;

/** Takes the erased hits out of the sums: all the links' hits go, and those that came after the erasure come back. */
export function erasureStatements(): SQL[] {
  const rule = judged(survivors, { until: sql`(SELECT judged_id FROM fold_state)`, again: sql`true` });
  const back = {
    with: sql`WITH ${rule}`,
    table: sql`judged`,
    arrived: sql`(SELECT at, link_id FROM hits h WHERE ${survivors})`,
  };
  return [
    ...takeOut(erased, forgotten),
    ...sumStatements(back, sql`true`),
    noteVisitors(back, sql`true`),
    sql`INSERT INTO erased_links (link_id, hit_id) SELECT id, erased_id FROM links WHERE id IN ${erased}
      ON CONFLICT DO UPDATE SET hit_id = excluded.hit_id`,
  ];
}
