/** Sightings in SQL: the same rule for those in the sums and for the newest previews. */
import { type SQL, sql } from 'drizzle-orm';
import { BURST_GAP_MS } from '../sightings/burst.ts';
import { DAY, kindCode } from './judged.ts';

const GAP = sql.raw(String(BURST_GAP_MS));
const DAY_MS = sql.raw(String(DAY));

/** Raw or judged hits that are previews. */
export const isPreview = (hits: string) => sql.raw(`${hits}.kind = ${kindCode('preview')}`);

/** The columns of a sighting, in the order of `newSightings`. */
export const SIGHTING_COLUMNS = sql.raw('link_id, day, app, certainty, first_at, last_at, bursts, previews');

/**
 * What the previews among judged hits add to the sums, by link, UTC day, app and certainty. Each is judged by those
 * of its link and app that were stored before it, here or in the sums: where a slice ends changes nothing. A clock
 * that steps back begins no burst.
 */
export function newSightings(judgedHits: SQL): SQL {
  return sql`SELECT link_id, at / ${DAY_MS} AS day, app, certainty,
      min(at) AS first_at, max(at) AS last_at, sum(begins) AS bursts, count(*) AS previews
    FROM (SELECT p.link_id, p.at, agents.app, agents.certainty,
        coalesce(p.at - max(p.at) OVER earlier > ${GAP}, true) AND NOT EXISTS (SELECT 1 FROM sightings known
          WHERE known.link_id = p.link_id AND known.day >= (p.at - ${GAP}) / ${DAY_MS} AND known.app = agents.app
          AND known.last_at >= p.at - ${GAP}) AS begins
      FROM ${judgedHits} p JOIN agents ON agents.id = p.agent_id
      WHERE ${isPreview('p')} AND agents.app <> ''
      WINDOW earlier AS (PARTITION BY p.link_id, agents.app ORDER BY p.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
    GROUP BY 1, 2, 3, 4`;
}

/** Adds them to the sums; `cte` names the judged hits, if anything must. */
export const addSightings = (cte: SQL, judgedHits: SQL): SQL =>
  sql`${cte} INSERT INTO sightings (${SIGHTING_COLUMNS}) ${newSightings(judgedHits)}
    ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at),
      last_at = max(last_at, excluded.last_at), bursts = bursts + excluded.bursts,
      previews = previews + excluded.previews`;
