import { sql } from 'drizzle-orm';

/** The verdicts of hits up to this id never change. */
export const SETTLED_ID = sql`coalesce((SELECT settled_id FROM hit_log_state), 0)`;
