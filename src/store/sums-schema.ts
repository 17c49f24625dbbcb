/** The tables of `sums.db` on Node, written by the roll-up's worker alone; D1 holds them beside the rest. */
import { sql } from 'drizzle-orm';
import { customType, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

const count = (name: string) => integer(name).notNull().default(0);

// No affinity: a mark such as '007' must stay text beside the integer ids of the other facets.
const facetValue = customType<{ data: string | number }>({ dataType: () => 'blob' });

const counts = () => ({
  clicks: count('clicks'),
  uniques: count('uniques'),
  repeats: count('repeats'),
  anonymous: count('anonymous'),
  previews: count('previews'),
  prefetches: count('prefetches'),
  scanners: count('scanners'),
  bots: count('bots'),
});

/** One row: hits up to `hit_id` are in the sums, hits up to `judged_id` have their verdict for good. */
export const foldState = sqliteTable('fold_state', {
  id: integer().primaryKey(),
  hitId: integer('hit_id').notNull(),
  judgedId: integer('judged_id').notNull(),
});

/** What needed neighbours: a repeat, or the first click of a visitor on a link and UTC day (`uniq`). */
export const verdicts = sqliteTable('verdicts', {
  hitId: integer('hit_id').primaryKey(),
  kind: integer().notNull(),
  reason: text().notNull(),
  uniq: integer().notNull(),
});

export const visitors = sqliteTable(
  'visitors',
  {
    day: integer().notNull(),
    linkRowId: integer('link_id').notNull(),
    visitor: text().notNull(),
    hitId: integer('hit_id').notNull(),
    lastAt: integer('last_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.linkRowId, t.visitor] })],
);

export const linkTotals = sqliteTable('link_totals', {
  linkRowId: integer('link_id').primaryKey(),
  ...counts(),
  lastClickAt: integer('last_click_at'),
});

export const linkQuarters = sqliteTable(
  'link_quarters',
  { linkRowId: integer('link_id').notNull(), quarter: integer().notNull(), ...counts() },
  (t) => [primaryKey({ columns: [t.linkRowId, t.quarter] })],
);

export const dayLinks = sqliteTable(
  'day_links',
  { day: integer().notNull(), linkRowId: integer('link_id').notNull(), ...counts() },
  (t) => [
    primaryKey({ columns: [t.day, t.linkRowId] }),
    index('day_links_hot').on(t.day, t.clicks, t.linkRowId).where(sql`clicks >= 8`),
  ],
);

export const linkFacets = sqliteTable(
  'link_facets',
  {
    linkRowId: integer('link_id').notNull(),
    hour: integer().notNull(),
    facet: integer().notNull(),
    value: facetValue().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.hour, t.facet, t.value] })],
);

export const channelQuarters = sqliteTable(
  'channel_quarters',
  {
    quarter: integer().notNull(),
    domain: text().notNull(),
    channel: text().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.quarter, t.domain, t.channel] })],
);

export const hourFacets = sqliteTable(
  'hour_facets',
  {
    hour: integer().notNull(),
    channel: text().notNull(),
    facet: integer().notNull(),
    value: facetValue().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.channel, t.facet, t.value] })],
);

export const sightings = sqliteTable(
  'sightings',
  {
    linkRowId: integer('link_id').notNull(),
    day: integer().notNull(),
    agentId: integer('agent_id').notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    previews: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.day, t.agentId] })],
);

/** Which hit ids a quarter-hour spans: the sums are the index of the raw hits. */
export const quarterIds = sqliteTable('quarter_ids', {
  quarter: integer().primaryKey(),
  firstId: integer('first_id').notNull(),
  lastId: integer('last_id').notNull(),
});

/** Deleted links whose share of the wider sums has been taken back. */
export const removedLinks = sqliteTable('removed_links', {
  linkRowId: integer('link_id').primaryKey(),
});
