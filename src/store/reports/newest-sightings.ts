/** The sightings that the newest previews change, that is, previews that are not rolled up yet. */
import { sql } from 'drizzle-orm';
import type { Certainty } from '../../hits/hit.ts';
import { PREVIEW_RUN_GAP_MS } from '../../sightings/preview-run.ts';
import { DAY } from '../../time.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';
import {
  type PreviewHit,
  readSighting,
  SIGHTING_COLUMNS,
  type SightingRow,
  sightingRows,
} from '../sums/sightings.ts';
import { NEWEST_HIT_AT } from './newest-hit.ts';

const GAP = raw(PREVIEW_RUN_GAP_MS);

/** The condition that a link has no erased hits left in its sightings; needs the table `links`. */
export const NOT_ERASED = sql`(links.erased_id = 0
  OR links.erased_id <= (SELECT hit_id FROM erasures WHERE erasures.link_id = links.id))`;

const PREVIEWS = sql`SELECT hits.link_id, hits.at, agents.app, agents.certainty
  FROM sums_state CROSS JOIN hits ON hits.id > sums_state.hit_id AND hits.kind = 'preview'
    JOIN agents ON agents.id = hits.agent_id AND agents.app <> ''
    JOIN links ON links.id = hits.link_id AND links.deleted_at IS NULL AND hits.id > links.erased_id
  ORDER BY hits.id`;

// The same rows as `neighbourQuery` selects, in the snapshot of the previews.
const NEIGHBOURS = sql`WITH seen AS MATERIALIZED (
    SELECT link_id, (min(at) - ${GAP}) / ${raw(DAY)} AS day FROM (${PREVIEWS}) GROUP BY link_id)
  SELECT ${raw(SIGHTING_COLUMNS)} FROM seen JOIN links ON links.id = seen.link_id AND ${NOT_ERASED}
    CROSS JOIN sightings s ON s.link_id = seen.link_id AND s.day >= seen.day`;

const DAYS = sql`SELECT (SELECT min(day) FROM sightings) AS first, (SELECT max(day) FROM sightings) AS last`;

const previewOf = (row: Row): PreviewHit => ({
  linkRowId: Number(row.link_id),
  at: Number(row.at),
  app: String(row.app),
  certainty: String(row.certainty) as Certainty, // only the classifier writes it
});

/** The part that every answer about sightings needs. */
export interface NewestSightings {
  /** Rows that replace those in the table. */
  rows: SightingRow[];
  /** The first and the last UTC day with a sighting; null without any. */
  days: { first: number; last: number } | null;
  /** UTC milliseconds of the newest stored hit; null without any. */
  asOf: number | null;
}

const numberIn = (row: Row | undefined, column: string) => {
  const value = row?.[column] ?? null;
  return value === null ? [] : [Number(value)];
};

/** Reads the sightings that the newest previews change, all in one snapshot. */
export async function readNewest(read: Reader['read']): Promise<NewestSightings> {
  const [previews = [], known = [], days, newest] = await read([PREVIEWS, NEIGHBOURS, DAYS, NEWEST_HIT_AT]);
  const rows = sightingRows(previews.map(previewOf), known.map(readSighting));
  const own = rows.map(({ day }) => day);
  const first = [...own, ...numberIn(days?.[0], 'first')];
  const last = [...own, ...numberIn(days?.[0], 'last')];
  const least = (numbers: number[]) => numbers.reduce((a, b) => Math.min(a, b));
  const most = (numbers: number[]) => numbers.reduce((a, b) => Math.max(a, b));
  return {
    rows,
    days: first.length === 0 ? null : { first: least(first), last: most(last) },
    asOf: numberOrNull(newest?.[0]?.at),
  };
}
