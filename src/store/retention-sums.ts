/** Folds the sums of old days into whole UTC days (docs/adr/0010-retention.md). */
import { type SQL, sql } from 'drizzle-orm';
import { DIMENSIONS, type Dimension } from '../stats/dimensions.ts';
import { FACETS, type Facet, OTHER } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import { RARE_BELOW } from '../stats/retention.ts';
import { forgetBusy } from './busy-days.ts';
import type { Engine } from './engine.ts';
import { countNames, DAY, sumOfCounts } from './judged.ts';

const raw = (value: number | string) => sql.raw(String(value));
const each = (write: (name: string) => string) => raw(COUNTS.map(write).join(', '));
const adding = each((name) => `${name} = ${name} + excluded.${name}`);

/** Links of a day per step. */
const LINKS_AT_ONCE = 100;

/** A wider sum that holds the same hits. */
interface Wide {
  table: string;
  keys: string[];
  /** Where it may be left with rows of nothing. */
  emptied: SQL;
}

/** Rows of a link's sum that get another key, and with them what the wider sums hold of them. */
interface Move {
  table: string;
  keys: string[];
  wider: Wide[];
  /** The rows; once moved, none of them fits any more. */
  which: SQL;
  /** The columns that change. */
  to: Record<string, SQL>;
}

const names = (columns: string[]) => raw(columns.join(', '));
const numbers = (columns: string[]) => raw(columns.map((_, index) => index + 1).join(', '));
const changed = (columns: string[], to: Move['to']) =>
  sql.join(
    columns.map((column) => to[column] ?? raw(column)),
    sql`, `,
  );

function moveWide({ table, keys, emptied }: Wide, { table: ofLink, which, to }: Move): SQL[] {
  // A row of a link's hour has its day too.
  const day = keys.includes('day') ? sql`, hour / 24 AS day` : sql``;
  const ofLinks = sql`FROM (SELECT *${day} FROM ${raw(ofLink)} WHERE ${which}) JOIN links ON links.id = link_id`;
  const same = raw(keys.map((key) => `${table}.${key} = theirs.${key}`).join(' AND '));
  return [
    sql`UPDATE ${raw(table)} SET ${each((name) => `${name} = ${table}.${name} - theirs.${name}`)}
      FROM (SELECT ${names(keys)}, ${sumOfCounts} ${ofLinks} GROUP BY ${numbers(keys)}) theirs WHERE ${same}`,
    sql`INSERT INTO ${raw(table)} (${names(keys)}, ${countNames})
      SELECT ${changed(keys, to)}, ${sumOfCounts} ${ofLinks} GROUP BY ${numbers(keys)}
      ON CONFLICT DO UPDATE SET ${adding}`,
    sql`DELETE FROM ${raw(table)} WHERE ${emptied} AND clicks + repeats + previews + prefetches + scanners + bots = 0`,
  ];
}

function move(moved: Move): SQL[] {
  const { table, keys, wider, which, to } = moved;
  return [
    ...wider.flatMap((wide) => moveWide(wide, moved)),
    sql`INSERT INTO ${raw(table)} (${names(keys)}, ${countNames})
      SELECT ${changed(keys, to)}, ${sumOfCounts} FROM ${raw(table)} WHERE ${which} GROUP BY ${numbers(keys)}
      ON CONFLICT DO UPDATE SET ${adding}`,
    sql`DELETE FROM ${raw(table)} WHERE ${which}`,
  ];
}

/** Values of a facet that strangers choose and that few clicks have. Without a value there is nothing rare. */
function rareValues([name, { code, table }]: [string, (typeof FACETS)[Facet]]): SQL {
  const dim = Object.values<Dimension>(DIMENSIONS).find((dim) => dim.of === 'hit' && dim.facet === name);
  const none =
    table === null || dim?.of !== 'hit'
      ? sql``
      : sql` AND value NOT IN (SELECT id FROM ${raw(table)} WHERE ${raw(dim.key)} = '')`;
  return sql`(facet = ${raw(code)}${none})`;
}

const rare = sql`(${sql.join(
  Object.entries(FACETS)
    .filter(([, { perDay }]) => perDay !== null)
    .map(rareValues),
  sql` OR `,
)}) AND value <> ${OTHER} AND clicks < ${raw(RARE_BELOW)}`;

// The keys of the sums by facet begin with it.
const anyFacet = raw(
  `facet IN (${Object.values(FACETS)
    .map(({ code }) => code)
    .join(', ')})`,
);

/** Of a day's sums: what stands after its beginning, and what at it. */
const partsOf = (day: number) => ({
  laterQuarters: sql`quarter > ${raw(day * 96)} AND quarter < ${raw(day * 96 + 96)}`,
  laterHours: sql`${anyFacet} AND hour > ${raw(day * 24)} AND hour < ${raw(day * 24 + 24)}`,
  beginning: sql`${anyFacet} AND hour = ${raw(day * 24)}`,
  wholeDay: sql`${anyFacet} AND day = ${raw(day)}`,
});

/** Statements that bring the sums of some links to one row per UTC day; run atomically, and again without harm. */
function wholeDayStatements(day: number, linkRowIds: unknown[]): SQL[] {
  const ours = sql`link_id IN (SELECT value FROM json_each(${JSON.stringify(linkRowIds)}))`;
  const [quarter, hour] = [day * 96, day * 24];
  const { laterQuarters, laterHours, beginning, wholeDay } = partsOf(day);
  const facets = { table: 'link_facets', keys: ['link_id', 'facet', 'hour', 'value'] };
  const byHour = (emptied: SQL): Wide[] => [
    { table: 'hour_facets', keys: ['facet', 'hour', 'channel', 'value'], emptied },
    { table: 'facet_hours', keys: ['facet', 'hour', 'value'], emptied },
  ];
  return [
    ...move({
      table: 'link_quarters',
      keys: ['link_id', 'quarter'],
      wider: [{ table: 'channel_quarters', keys: ['quarter', 'domain', 'channel'], emptied: laterQuarters }],
      which: sql`${ours} AND ${laterQuarters}`,
      to: { quarter: raw(quarter) },
    }),
    ...move({
      ...facets,
      wider: byHour(laterHours),
      which: sql`${ours} AND ${laterHours}`,
      to: { hour: raw(hour) },
    }),
    // The link decides what is rare: the wider sums then hold exactly what its links do, whichever is deleted later.
    ...move({
      ...facets,
      wider: [
        ...byHour(beginning),
        { table: 'facet_days', keys: ['facet', 'day', 'value'], emptied: wholeDay },
      ],
      which: sql`${ours} AND ${beginning} AND ${rare}`,
      to: { value: sql`${OTHER}` },
    }),
  ];
}

/** Links of a day, beyond one of them, whose sums are not one row per day yet. */
function unfinished(day: number, link: number): SQL {
  const { laterQuarters, laterHours, beginning } = partsOf(day);
  const any = (table: string, which: SQL) =>
    sql`EXISTS (SELECT 1 FROM ${raw(table)} s WHERE s.link_id = d.link_id AND ${which})`;
  return sql`SELECT link_id FROM day_links d WHERE day = ${raw(day)} AND link_id > ${link}
    AND (${any('link_quarters', laterQuarters)} OR ${any('link_facets', laterHours)}
      OR ${any('link_facets', sql`${beginning} AND ${rare}`)}) ORDER BY link_id LIMIT ${raw(LINKS_AT_ONCE)}`;
}

const quartersOf = (day: number) => sql`quarter >= ${raw(day * 96)} AND quarter < ${raw(day * 96 + 96)}`;

/** The end of a day: what told its single hits apart goes. */
function endOf(day: number): SQL[] {
  const spans = sql`SELECT first_id, last_id FROM quarter_ids WHERE ${quartersOf(day)}`;
  return [
    ...['verdicts', 'corrections'].map(
      (table) => sql`DELETE FROM ${raw(table)} WHERE hit_id IN (SELECT told.hit_id FROM (${spans}) span
        JOIN ${raw(table)} told ON told.hit_id BETWEEN span.first_id AND span.last_id
        WHERE NOT EXISTS (SELECT 1 FROM hits WHERE hits.id = told.hit_id))`,
    ),
    sql`UPDATE link_totals SET last_click_at = ${raw(day * DAY)}
      WHERE link_id IN (SELECT link_id FROM day_links WHERE day = ${raw(day)}) AND last_click_at / ${raw(DAY)} = ${raw(day)}`,
    forgetBusy(day),
    sql`DELETE FROM quarter_ids WHERE ${quartersOf(day)}`,
  ];
}

const STATE = sql`SELECT coarse_day, (SELECT min(quarter) / 96 FROM quarter_ids) AS oldest FROM fold_state`;

/** A hit of the day, or of another old one whose ids cross, that is still to be deleted. */
const rawLeft = (
  day: number,
) => sql`SELECT 1 FROM quarter_ids q JOIN hits h ON h.id BETWEEN q.first_id AND q.last_id
  WHERE ${quartersOf(day)} AND h.at < (SELECT coarse_day * ${raw(DAY)} FROM fold_state) LIMIT 1`;

/**
 * Each call is one step towards sums of whole days before a UTC day; false when there is nothing to do now, which may
 * be because raw hits are still to be deleted. Every step leaves all counts as they were, so nothing is lost or counted
 * twice, wherever it is cut off.
 */
export function createCoarsening({ atomic, read }: Engine): (before: number) => Promise<boolean> {
  // Links of that day up to this one are done.
  let [doing, link] = [0, 0];

  const wholeDay = async (day: number) => {
    const [left = [], links = []] = await read([rawLeft(day), unfinished(day, doing === day ? link : 0)]);
    if (left.length > 0) return false;
    const ids = links.map((row) => row.link_id);
    await atomic(ids.length > 0 ? wholeDayStatements(day, ids) : endOf(day));
    [doing, link] = ids.length > 0 ? [day, Number(ids.at(-1))] : [0, 0];
    return true;
  };

  return async (before) => {
    const [rows = []] = await read([STATE]);
    const { coarse_day: coarseDay = 0, oldest = null } = rows[0] ?? {};
    if (oldest === null) return false;
    // From now on raw hits of these days count as what the sums hold, and may go.
    if (Number(oldest) < before && Number(coarseDay) < before) {
      await atomic([sql`UPDATE fold_state SET coarse_day = max(coarse_day, ${raw(before)})`]);
      return true;
    }
    return Number(oldest) < Number(coarseDay) && wholeDay(Number(oldest));
  };
}
