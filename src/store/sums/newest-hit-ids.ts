import { sql } from 'drizzle-orm';

/** The verdicts of hits up to this id never change. */
export const SETTLED_ID = sql`coalesce((SELECT settled_id FROM hit_log_state), 0)`;

/**
 * The newest ids of hits and changes. Retention and erasure may have deleted the newest hits, so that every table with
 * ids of hits is consulted.
 */
export const LAST_IDS = sql`SELECT
  max((SELECT coalesce(max(id), 0) FROM hits), (SELECT coalesce(max(first_id + hits - 1), 0) FROM hit_batches),
    (SELECT coalesce(max(erased_id), 0) FROM links WHERE erased_id > 0), (SELECT hit_id FROM sums_state),
    ${SETTLED_ID}) AS hit,
  max((SELECT coalesce(max(id), 0) FROM hit_changes), (SELECT change_id FROM sums_state)) AS change`;
