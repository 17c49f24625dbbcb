import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../channels/registry.ts';
import { CROSSED_CHANNELS } from '../../sightings/crossed-channel.ts';
import type {
  Sighting,
  SightingDimension,
  SightingGroup,
  SightingGroupPlan,
  SightingPlan,
} from '../../sightings/sighting.ts';
import { moreColumns } from '../sql/columns.ts';
import { allOf, inJsonList, limitSubquery, partOfRows } from '../sql/conditions.ts';
import type { Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { readSighting, SIGHTING_COLUMNS, type SightingRow, sightingValues } from '../sums/sightings.ts';
import { linkConditions, linkGrouping } from './link-filter.ts';
import { NOT_ERASED } from './newest-sightings.ts';

const COLUMNS = raw(SIGHTING_COLUMNS);
const crossings = JSON.stringify(CROSSED_CHANNELS);
const IS_CROSSED = sql`(s.app, s.certainty, links.channel) IN
  (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${crossings}))`;

/** The scope of a search for sightings. */
export interface SightingScope {
  /** UTC days, `end` exclusive. */
  days: { from: number; end: number };
  /** The links that the filters accept, if they are few; else null. */
  links: readonly number[] | null;
  /** Sightings that replace those in the table. */
  newest: readonly SightingRow[];
}

/** CTEs; `seen` has the sightings of the scope with accepted apps and certainties. */
function seenIn(
  { apps, certainties }: Pick<SightingPlan, 'apps' | 'certainties'>,
  scope: SightingScope,
): SQL {
  const { days, links, newest } = scope;
  const accepted = allOf([
    sql`s.day >= ${days.from} AND s.day < ${days.end}`,
    ...(links === null ? [] : [inJsonList(sql`s.link_id`, links)]),
    ...(apps.length === 0 ? [] : [inJsonList(sql`s.app`, apps)]),
    ...(certainties.length === 0 ? [] : [inJsonList(sql`s.certainty`, certainties)]),
  ]);
  return sql`WITH newest AS MATERIALIZED (
      SELECT value ->> 0 AS link_id, value ->> 1 AS day, value ->> 2 AS app, value ->> 3 AS certainty,
        value ->> 4 AS first_at, value ->> 5 AS last_at, value ->> 6 AS bursts, value ->> 7 AS previews
      FROM json_each(${JSON.stringify(newest.map(sightingValues))})),
    seen AS (
      SELECT ${COLUMNS} FROM newest s WHERE ${accepted}
      UNION ALL SELECT ${COLUMNS} FROM sightings s CROSS JOIN links ON links.id = s.link_id AND ${NOT_ERASED}
        WHERE ${accepted}
        AND (s.link_id, s.day, s.app, s.certainty) NOT IN (SELECT link_id, day, app, certainty FROM newest))`;
}

/** The accepted sightings `s` of live links, joined with `links` and `contents`. */
function fromSeen(
  { filters, crossed }: Pick<SightingPlan, 'filters' | 'crossed'>,
  { links }: SightingScope,
): SQL {
  const accepted = allOf([
    ...(links === null ? linkConditions(filters) : []),
    ...(crossed === null ? [] : [crossed ? IS_CROSSED : sql`NOT ${IS_CROSSED}`]),
  ]);
  return sql`FROM seen s CROSS JOIN links ON links.id = s.link_id AND links.deleted_at IS NULL
    CROSS JOIN contents ON contents.id = links.content_id WHERE ${accepted}`;
}

/** Selects sightings, the last seen first. */
export function sightingsQuery(plan: SightingPlan, scope: SightingScope): SQL {
  const { after, limit } = plan;
  const position = sql`(s.last_at, s.link_id, s.day, s.app, s.certainty)`;
  const behind =
    after === null
      ? sql``
      : sql`AND ${position}
          < (${after.lastAt}, ${after.linkRowId}, ${after.day}, ${after.app}, ${after.certainty})`;
  return sql`${seenIn(plan, scope)}
    SELECT ${COLUMNS}, links.public_id AS link, links.domain AS domain, links.slug AS slug,
      contents.public_id AS content, links.channel AS channel
    ${fromSeen(plan, scope)} ${behind}
    ORDER BY s.last_at DESC, s.link_id DESC, s.day DESC, s.app DESC, s.certainty DESC ${limitSubquery(limit)}`;
}

/** A row of `sightingsQuery`. */
export const sightingOf = (row: Row): Sighting => ({
  ...readSighting(row),
  linkId: String(row.link),
  domain: String(row.domain),
  slug: String(row.slug),
  contentId: String(row.content),
  channel: String(row.channel) as Channel, // only minting writes it
});

/** The expression that a dimension groups by, and the fields of its rows. */
function grouping(name: SightingDimension): ReturnType<typeof linkGrouping> {
  if (name !== 'app' && name !== 'day' && name !== 'crossed') return linkGrouping(name);
  const column = name === 'crossed' ? IS_CROSSED : raw(`s.${name}`);
  return { key: column, shows: [{ field: name, column }] };
}

/** Selects groups of sightings, the last seen first. */
export function groupsQuery(plan: SightingGroupPlan, scope: SightingScope): SQL {
  const groups = plan.groupBy.map(grouping);
  const keys = sql.join(
    groups.map(({ key }) => key),
    sql`, `,
  );
  const shown = moreColumns(groups.flatMap(({ shows }) => shows));
  const counts = sql`count(*) AS "sightings",
    count(DISTINCT s.link_id) AS "links", count(DISTINCT s.day) AS "days", sum(s.bursts) AS "bursts", sum(s.previews) AS "previews",
    min(s.first_at) AS "firstAt", max(s.last_at) AS "lastAt"`;
  return sql`${seenIn(plan, scope)} SELECT ${counts}${shown}
    ${fromSeen(plan, scope)} GROUP BY ${keys} ORDER BY "lastAt" DESC, ${keys} ${partOfRows(plan.limit, plan.offset ?? 0)}`;
}

/** A row of `groupsQuery`. */
export function groupOf(row: Row): SightingGroup {
  const { sightings, links, days, bursts, previews, firstAt, lastAt, ...keys } = row;
  return {
    keys,
    sightings: Number(sightings),
    links: Number(links),
    days: Number(days),
    bursts: Number(bursts),
    previews: Number(previews),
    firstAt: Number(firstAt),
    lastAt: Number(lastAt),
  };
}
