/** Recognizes hits that are stored already: a queue may deliver a hit again, however late. */
import { type SQL, sql } from 'drizzle-orm';
import type { StampedHit } from '../../hits/hit.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE } from '../../sums/sum-row.ts';
import { HOUR, MINUTE } from '../../time.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { isRow } from '../sums/row-id.ts';

export type Identity = Pick<StampedHit, 'at' | 'linkRowId' | 'nonce'>;

export const identityOf = ({ at, linkRowId, nonce }: Identity): string => `${at} ${linkRowId} ${nonce}`;

const KEPT = 20_000;
/** The largest difference between the clocks of two isolates, in milliseconds. */
const CLOCKS_DIFFER_MS = MINUTE;

/** The identities of the newest stored hits. */
export interface Identities {
  has(hit: Identity): boolean;
  /** `arrivedAt`: when the hits were stored, in UTC milliseconds. */
  add(hits: readonly Identity[], arrivedAt: number): void;
  /** Whether the hit would be known here if it were stored: it cannot have been stored before it happened. */
  reaches(hit: Identity): boolean;
}

/** `since`: the caller adds all stored hits that arrived later; `Infinity` if it adds none. */
export function createIdentities(since: number): Identities {
  const arrived = new Map<string, number>();
  let from = since;
  return {
    has: (hit) => arrived.has(identityOf(hit)),
    add(hits, arrivedAt) {
      if (from === Number.POSITIVE_INFINITY) from = arrivedAt;
      for (const hit of hits) arrived.set(identityOf(hit), arrivedAt);
      for (const [oldest, at] of arrived) {
        if (arrived.size <= KEPT) break;
        arrived.delete(oldest);
        from = Math.max(from, at);
      }
    },
    reaches: ({ at }) => at > from + CLOCKS_DIFFER_MS,
  };
}

/**
 * Finds the hits among their hours, whose ranges of ids are in the hour rows of all links, and among hits in no row
 * yet.
 */
const storedAmong = (hits: string): SQL => sql`WITH wanted AS MATERIALIZED (
    SELECT DISTINCT value ->> 0 AS at, value ->> 1 AS link_id, value ->> 2 AS nonce FROM json_each(${hits})
  ), ranges AS (
    SELECT first_hit_id AS first, last_hit_id AS last FROM (SELECT DISTINCT at / ${raw(HOUR)} AS hour FROM wanted)
      CROSS JOIN sums s ON ${isRow('s', UNIT_CODE.hour, sql`hour`, ALL_LINKS_SCOPE)}
    UNION ALL SELECT hit_id + 1, ${raw(Number.MAX_SAFE_INTEGER)} FROM sums_state
  )
  SELECT h.at, h.link_id, h.nonce FROM ranges CROSS JOIN hits h ON h.id BETWEEN first AND last
  JOIN wanted USING (at, link_id, nonce)`;

export const identityIn = (row: Row): Identity => ({
  at: Number(row.at),
  linkRowId: Number(row.link_id),
  nonce: Number(row.nonce),
});

/** The identities, as in `identityOf`, of those hits that are stored. Reads all hits of their hours. */
export async function findStored({ read }: Reader, hits: readonly Identity[]): Promise<Set<string>> {
  if (hits.length === 0) return new Set();
  const list = JSON.stringify(hits.map(({ at, linkRowId, nonce }) => [at, linkRowId, nonce]));
  const [rows = []] = await read([storedAmong(list)]);
  return new Set(rows.map((row) => identityOf(identityIn(row))));
}
