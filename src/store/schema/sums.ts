/** Tables of `sums.db` on Node, written only by the roll-up thread; in D1 they share a database with the rest. */

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { FEW_VALUES_LENGTH } from '../../sums/value-caps.ts';

const count = (name: string) => integer(name).notNull().default(0);

const counts = () => ({
  clicks: count('clicks'),
  uniqueClicks: count('unique_clicks'),
  repeats: count('repeats'),
  anonymousClicks: count('anonymous_clicks'),
  previews: count('previews'),
  prefetches: count('prefetches'),
  scanners: count('scanners'),
  bots: count('bots'),
  ownClicks: count('own_clicks'),
  shares: count('shares'),
});

/**
 * All sums, which can be derived from the hits and the shares. `unit` is 0 for an hour and 1 for a UTC day; `time` is the number of
 * that hour or day since 1970; `scope` is a link's id, 0 for all links, or the negative id of a row of `scopes`. The
 * columns after the counts are lists of values with their counts (src/sums/tally.ts).
 */
export const sums = sqliteTable(
  'sums',
  {
    id: integer().primaryKey(),
    unit: integer().notNull(),
    time: integer().notNull(),
    scope: integer().notNull(),
    ...counts(),
    /** Counts by quarter-hour of the hour; null in day rows. */
    quarters: text(),
    agents: text().notNull().default('[]'),
    places: text().notNull().default('[]'),
    referrers: text().notNull().default('[]'),
    /** Null where no hit has a mark. */
    marks: text(),
    /** The range of ids that contains all hits of this hour; only in hour rows of all links. */
    firstHitId: integer('first_hit_id'),
    lastHitId: integer('last_hit_id'),
    /** UTC milliseconds; only in rows of links. */
    lastClickAt: integer('last_click_at'),
  },
  (t) => [
    index('sums_busy').on(t.unit, t.time, t.clicks, t.scope).where(sql`clicks >= 8 AND scope > 0`),
    // Hours of links with so many values that their day may reach its cap.
    index('sums_many_values')
      .on(t.scope, t.time)
      .where(
        sql`unit = 0 AND scope > 0 AND (length(referrers) > ${sql.raw(`${FEW_VALUES_LENGTH}`)} OR length(marks) > ${sql.raw(`${FEW_VALUES_LENGTH}`)})`,
      ),
    // The hours of all links, which serve as the index of the hits.
    index('sums_hits').on(t.time, t.firstHitId, t.lastHitId).where(sql`last_hit_id IS NOT NULL`),
  ],
);

/** The counts of each link over all closed days. */
export const totals = sqliteTable(
  'totals',
  {
    linkRowId: integer('link_id').primaryKey(),
    ...counts(),
    lastClickAt: integer('last_click_at'),
  },
  (t) => [index('totals_hot').on(t.clicks, t.linkRowId).where(sql`clicks >= 32`)],
);

/** The channels that have sums, by domain. The scope of their rows is the negative id. */
export const scopes = sqliteTable(
  'scopes',
  {
    id: integer().primaryKey(),
    domain: text().notNull(),
    channel: text().notNull(),
  },
  (t) => [unique('scopes_channels').on(t.domain, t.channel)],
);

/** The apps in which a link was seen, by UTC day. A burst counts on the day it begins. */
export const sightings = sqliteTable(
  'sightings',
  {
    linkRowId: integer('link_id').notNull(),
    day: integer().notNull(),
    app: text().notNull(),
    certainty: text().notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    bursts: integer().notNull(),
    previews: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.linkRowId, t.day, t.app, t.certainty] }),
    index('sightings_day').on(t.day),
  ],
);

/** The counts of each share that has a code, by UTC day. */
export const shareDays = sqliteTable(
  'share_days',
  {
    linkRowId: integer('link_id').notNull(),
    shareRowId: integer('share_id').notNull(),
    day: integer().notNull(),
    clicks: count('clicks'),
    ownClicks: count('own_clicks'),
    previews: count('previews'),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.shareRowId, t.day] })],
);

/**
 * The progress of the sums, in one row. Hits up to `hitId`, changes up to `changeId` and shares up to `shareId` are in
 * them. UTC days before `closedDay` have day rows and are in the totals; of `closedDay` itself, this is true for the
 * scopes up to `closingScope`. Days before `compactedDay` have only day rows. Every writer raises `version`.
 */
export const sumsState = sqliteTable('sums_state', {
  id: integer().primaryKey(),
  version: count('version'),
  hitId: count('hit_id'),
  changeId: count('change_id'),
  shareId: count('share_id'),
  closedDay: count('closed_day'),
  closingScope: integer('closing_scope'),
  compactedDay: count('compacted_day'),
  /** What is known of the clock (`ClockState` in src/sums/trusted-clock.ts). */
  clockAt: count('clock_at'),
  roundAt: count('round_at'),
  clockRounds: count('clock_rounds'),
  clockBudget: count('clock_budget'),
});

/** Links whose hits up to `hitId` and shares up to `shareId` have been subtracted from the sums. */
export const erasures = sqliteTable('erasures', {
  linkRowId: integer('link_id').primaryKey(),
  hitId: integer('hit_id').notNull(),
  shareId: count('share_id'),
});
