import { sql } from 'drizzle-orm';

/** Selects the time of the newest stored hit. A queue may deliver it before older ones. */
export const NEWEST_HIT_AT = sql`SELECT max(at) AS at FROM (SELECT at FROM hits ORDER BY id DESC LIMIT 1000)`;
