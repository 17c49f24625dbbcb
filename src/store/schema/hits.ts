/** The hit log and related counts: tables of `sotto.db` on Node, written only by the main thread. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import type { HitKind, RefusalReason } from '../../hits/hit.ts';
import { RARE_BELOW_CLICKS } from '../../stats/rare-values.ts';

export const agents = sqliteTable(
  'agents',
  {
    id: integer().primaryKey(),
    device: text().notNull(),
    os: text().notNull(),
    browser: text().notNull(),
    app: text().notNull(),
    certainty: text().notNull(),
  },
  (t) => [unique('agents_facts').on(t.device, t.os, t.browser, t.app, t.certainty)],
);

export const places = sqliteTable(
  'places',
  {
    id: integer().primaryKey(),
    country: text().notNull(),
    region: text().notNull(),
    city: text().notNull(),
  },
  (t) => [unique('places_facts').on(t.country, t.region, t.city)],
);

/**
 * `firstSeenDay` is the UTC day on which the host was first seen; it limits how many new hosts a day adds. `uses` counts
 * up to the number of clicks from which on a host is not rare, and `lastSeenDay` is the UTC day of the last use that was
 * counted: a host that stayed rare is deleted after its hits.
 */
export const referrers = sqliteTable(
  'referrers',
  {
    id: integer().primaryKey(),
    host: text().notNull().unique(),
    firstSeenDay: integer('first_seen_day').notNull(),
    uses: integer().notNull().default(RARE_BELOW_CLICKS),
    lastSeenDay: integer('last_seen_day').notNull().default(0),
  },
  (t) => [
    index('referrers_first_seen').on(t.firstSeenDay),
    index('referrers_rare')
      .on(t.lastSeenDay)
      .where(sql.raw(`uses < ${RARE_BELOW_CLICKS} AND host <> ''`)),
  ],
);

/**
 * The log: one row per hit, as it was judged. The writer assigns ids in the order of arrival and never uses one
 * again. `nonce` makes a hit's public id unguessable and, with `at` and the link, distinguishes a hit from its
 * redelivery.
 */
export const hits = sqliteTable('hits', {
  id: integer().primaryKey(),
  at: integer().notNull(), // UTC milliseconds
  linkRowId: integer('link_id').notNull(),
  kind: text().$type<HitKind>().notNull(),
  reason: text(),
  isUnique: integer('is_unique').notNull(),
  anonymous: integer().notNull(),
  agentId: integer('agent_id').notNull(),
  placeId: integer('place_id').notNull(),
  referrerId: integer('referrer_id').notNull(),
  mark: text(),
  nonce: integer().notNull(),
  /** The share by whose code it came; its mark is then null. */
  shareRowId: integer('share_id'),
});

/**
 * Hits that were stored together. The hashes of their visitors and networks are JSON (src/store/hit-log/batch-row.ts);
 * rows are deleted once their day and the next are over, and never exported.
 */
export const hitBatches = sqliteTable('hit_batches', {
  firstId: integer('first_id').primaryKey(),
  hits: integer().notNull(),
  arrivedAt: integer('arrived_at').notNull(), // UTC milliseconds
  visitors: text().notNull(),
  networks: text().notNull(),
});

/** The previous counts of a stored hit that a later hit changed; `hits` has the current ones. */
export const hitChanges = sqliteTable('hit_changes', {
  id: integer().primaryKey(),
  hitId: integer('hit_id').notNull(),
  wasKind: text('was_kind').$type<HitKind>().notNull(),
  wasUnique: integer('was_unique').notNull(),
});

/** The progress of settling, in one row: verdicts of hits up to `settledId` never change. */
export const hitLogState = sqliteTable('hit_log_state', {
  id: integer().primaryKey(),
  settledId: integer('settled_id').notNull(),
});

/** Dead letters: queue messages that could not be stored as hits, without their hashes, kept for later. */
export const deadLetters = sqliteTable('dead_letters', {
  id: integer().primaryKey({ autoIncrement: true }),
  createdAt: integer('created_at').notNull(),
  body: text().notNull(),
});

/** Refusals: visits that a link did not redirect (expired, archived, …), by link, UTC day and reason. */
export const refusals = sqliteTable(
  'refusals',
  {
    linkRowId: integer('link_id').notNull(),
    day: integer().notNull(),
    reason: text().$type<RefusalReason>().notNull(),
    times: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.day, t.reason] })],
);

/** Unknown slugs that visitors requested, by UTC day. Beyond a limit per day and domain they count as '(other)'. */
export const unknownSlugs = sqliteTable(
  'unknown_slugs',
  {
    day: integer().notNull(),
    domain: text().notNull(),
    slug: text().notNull(),
    times: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.domain, t.slug] })],
);
