import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../channels/registry.ts';
import type { Certainty } from '../hits/hit.ts';
import { CROSSINGS } from '../sightings/crossed.ts';
import type { Sighting, SightingPlan } from '../sightings/sighting.ts';
import { type DimensionName, dimension, type LinkDimension } from '../stats/dimensions.ts';
import type { Row } from './engine.ts';
import { DAY, judged, UNFOLDED } from './judged.ts';
import { isPreview, newSightings, SIGHTING_COLUMNS } from './sightings-sql.ts';
import { linkScope } from './stats-sql.ts';
import { atMost, oneOf } from './text-match.ts';

const all = (conditions: SQL[]) => (conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `));

const crossings = JSON.stringify(CROSSINGS);
const isCrossed = sql`(app, certainty, links.channel) IN
  (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${crossings}))`;

/** UTC days from `from` on and before `to`. */
export interface Days {
  from: number;
  to: number;
}

const DAY_MS = sql.raw(String(DAY));

/** The first and the last UTC day of a hit, in the sums or not yet; nulls without any. */
export const DAYS = sql`SELECT min(first) AS first, max(last) AS last FROM (
  SELECT (SELECT min(day) FROM day_links) AS first, (SELECT max(day) FROM day_links) AS last
  UNION ALL SELECT min(h.at) / ${DAY_MS}, max(h.at) / ${DAY_MS} FROM hits h WHERE ${UNFOLDED})`;

function linksOf({ filters }: SightingPlan): SQL | undefined {
  const given = Object.entries(filters) as [DimensionName, string[]][];
  const ofLinks = given.flatMap(([name, values]): [LinkDimension, string[]][] => {
    const dim = dimension(name);
    return dim.of === 'link' ? [[dim, values]] : [];
  });
  return linkScope(ofLinks);
}

/** Those in the sums: found by their links, or where all are asked for by the links that had a hit on these days. */
function inSums({ from, to }: Days, links: SQL | undefined): SQL {
  if (links !== undefined) {
    return sql`SELECT ${SIGHTING_COLUMNS} FROM sightings
      WHERE link_id IN ${links} AND day >= ${from} AND day < ${to}`;
  }
  const columns = sql.raw('s.link_id, s.day, app, certainty, first_at, last_at, bursts, s.previews');
  return sql`SELECT ${columns} FROM day_links active CROSS JOIN sightings s
    ON s.link_id = active.link_id AND s.day = active.day
    WHERE active.day >= ${from} AND active.day < ${to} AND active.previews > 0`;
}

/** The sightings of these days in their order: those in the sums and those of the newest previews, added up. */
export function sightingsQuery(plan: SightingPlan, days: Days): SQL {
  const { apps, certainties, after, crossed, limit } = plan;
  const links = linksOf(plan);
  const ofLinks = links === undefined ? sql`` : sql` AND h.link_id IN ${links}`;
  const parts = [
    sql`day >= ${days.from} AND day < ${days.to}`,
    ...(apps.length === 0 ? [] : [oneOf(sql`app`, apps)]),
    ...(certainties.length === 0 ? [] : [oneOf(sql`certainty`, certainties)]),
  ];
  const whole = [
    ...(crossed === null ? [] : [crossed ? isCrossed : sql`NOT ${isCrossed}`]),
    ...(after === null
      ? []
      : [
          sql`(last_at, link_id, day, app, certainty)
            < (${after.lastAt}, ${after.linkRowId}, ${after.day}, ${after.app}, ${after.certainty})`,
        ]),
  ];
  return sql`WITH ${judged(sql`${UNFOLDED} AND ${isPreview('h')}${ofLinks}`)}, seen AS (
      SELECT link_id, day, app, certainty, min(first_at) AS first_at, max(last_at) AS last_at,
        sum(bursts) AS bursts, sum(previews) AS previews
      FROM (${inSums(days, links)} UNION ALL ${newSightings(sql`judged`)})
      WHERE ${all(parts)} GROUP BY 1, 2, 3, 4)
    SELECT seen.*, links.public_id AS link, links.domain AS domain, links.slug AS slug,
      contents.public_id AS content, links.channel AS channel
    FROM seen JOIN links ON links.id = link_id AND links.deleted_at IS NULL
      JOIN contents ON contents.id = links.content_id
    WHERE ${all(whole)}
    ORDER BY last_at DESC, link_id DESC, day DESC, app DESC, certainty DESC ${atMost(limit)}`;
}

/** A row of `sightingsQuery`. */
export const sightingOf = (row: Row): Sighting => ({
  linkRowId: Number(row.link_id),
  linkId: String(row.link),
  domain: String(row.domain),
  slug: String(row.slug),
  contentId: String(row.content),
  channel: String(row.channel) as Channel, // only minting writes it
  day: Number(row.day),
  app: String(row.app),
  certainty: String(row.certainty) as Certainty, // only classifying writes it
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
  bursts: Number(row.bursts),
  previews: Number(row.previews),
});
