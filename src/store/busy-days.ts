/**
 * Days on which a link had many hits: once they are over their facts are summed by UTC day too, so that a busy link is
 * read like any other. Hits of today cost nothing more by it; one that comes late is added to its day.
 */
import { type SQL, sql } from 'drizzle-orm';
import { FACETS } from '../stats/facets.ts';
import { COARSE_DAY, countNames, DAY, sumOfCounts } from './judged.ts';

const raw = (value: number | string) => sql.raw(String(value));

/** Fewer hits of a day are read by the hour as quickly. The migration that made the table says the same number. */
const BUSY_FROM = 32;
const HAS_MANY = raw(`clicks + repeats + previews + prefetches + scanners + bots >= ${BUSY_FROM}`);

const OVER = sql`(SELECT busy_day FROM fold_state)`;
const manyUntil = (end: SQL): SQL => sql`(${HAS_MANY} AND day >= ${COARSE_DAY} AND day < ${end})`;

/**
 * Whether a row of `day_links` is such a day; then `link_facet_days` holds what `link_facets` holds of it, else nothing.
 * A day that is kept as a whole has one row per value anyway.
 */
export const IS_BUSY = manyUntil(OVER);

const ALL_CODES = raw(
  Object.values(FACETS)
    .map(({ code }) => code)
    .join(', '),
);
// Every hit has it: a day without rows of it has none at all.
const EVERY_HITS = raw(
  Math.min(...Object.values(FACETS).flatMap(({ code, optional }) => (optional ? [] : [code]))),
);

const known = (link: SQL, day: SQL): SQL => sql`EXISTS (SELECT 1 FROM link_facet_days known
  WHERE known.link_id = ${link} AND known.facet = ${EVERY_HITS} AND known.day = ${day})`;

const late = (hits: SQL): SQL => sql`${hits} late WHERE late.at < ${OVER} * ${raw(DAY)}`;

/** Of judged hits, those that come late to a day that is summed. */
export const onBusyDays = (hits: SQL): SQL =>
  sql`(SELECT * FROM ${late(hits)} AND ${known(sql`late.link_id`, sql`late.at / ${raw(DAY)}`)})`;

const add = (days: SQL): SQL => sql`INSERT INTO link_facet_days (link_id, facet, day, value, ${countNames})
    SELECT link_id, facet, hour / 24, value, ${sumOfCounts} FROM (${days})
    CROSS JOIN link_facets ON link_id = of_link AND facet IN (${ALL_CODES})
      AND hour >= on_day * 24 AND hour < on_day * 24 + 24
    WHERE true GROUP BY 1, 2, 3, 4`;

/** Sums the days that have become busy by late hits, which the other sums hold already. */
export const sumLate = (hits: SQL): SQL =>
  add(sql`SELECT day AS on_day, link_id AS of_link
    FROM (SELECT DISTINCT at / ${raw(DAY)} AS hit_day, link_id AS hit_link FROM ${late(hits)})
    CROSS JOIN day_links ON day = hit_day AND link_id = hit_link
    WHERE ${IS_BUSY} AND NOT ${known(sql`day_links.link_id`, sql`day_links.day`)}`);

const TODAY = sql`(SELECT max(day) FROM channel_days)`;

/** Sums the days that the newest hit has ended: none, but at midnight. */
export const sumOverDays: SQL[] = [
  add(
    sql`SELECT day AS on_day, link_id AS of_link FROM day_links WHERE day >= ${OVER} AND ${manyUntil(TODAY)}`,
  ),
  sql`UPDATE fold_state SET busy_day = ${TODAY} WHERE busy_day < ${TODAY}`,
];

/** Forgets the rows of a day that is kept as a whole. */
export const forgetBusy = (day: number): SQL =>
  sql`DELETE FROM link_facet_days WHERE facet IN (${ALL_CODES}) AND day = ${raw(day)}
    AND link_id IN (SELECT link_id FROM day_links WHERE day = ${raw(day)} AND ${HAS_MANY})`;
