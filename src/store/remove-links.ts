import { type SQL, sql } from 'drizzle-orm';
import { takeOut } from './take-out.ts';

const AT_ONCE = 20;

// The same links in every statement of the list: they leave this set only by its last one. In the order of their
// index: by id alone, all links would be looked at after every fold.
/** The next links to take out. */
export const GONE = sql.raw(`SELECT id FROM links WHERE deleted_at IS NOT NULL
  AND id NOT IN (SELECT link_id FROM removed_links) ORDER BY deleted_at, id LIMIT ${AT_ONCE}`);

/** Takes deleted links out of the sums. The fold counts no hit of a deleted link, so nothing of theirs comes later. */
export function removalStatements(): SQL[] {
  return [
    ...takeOut(sql`(${GONE})`),
    sql`INSERT INTO removed_links (link_id) SELECT id FROM links WHERE id IN (${GONE})`,
  ];
}
