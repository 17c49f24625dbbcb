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

/**
 * One row: hits up to `hit_id` are in the sums, hits up to `judged_id` have their verdict. Sums of UTC days before
 * `coarse_day` are kept by the day alone, and raw hits of those days are gone. Those before `busy_day` are over: facts of
 * links that were busy on them are kept by the day, too.
 */
export const foldState = sqliteTable('fold_state', {
  id: integer().primaryKey(),
  hitId: integer('hit_id').notNull(),
  judgedId: integer('judged_id').notNull(),
  coarseDay: count('coarse_day'),
  busyDay: count('busy_day'),
});

/** What needed neighbours: a repeat, or the first click of a visitor on a link and UTC day (`uniq`). */
export const verdicts = sqliteTable('verdicts', {
  hitId: integer('hit_id').primaryKey(),
  kind: integer().notNull(),
  reason: text().notNull(),
  uniq: integer().notNull(),
});

/** Verdicts that later hits changed; appended to, newest last. The sums hold the change already. */
export const corrections = sqliteTable('corrections', {
  hitId: integer('hit_id').primaryKey(),
  oldKind: integer('old_kind').notNull(),
  kind: integer().notNull(),
  reason: text().notNull(),
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

export const linkTotals = sqliteTable(
  'link_totals',
  {
    linkRowId: integer('link_id').primaryKey(),
    ...counts(),
    lastClickAt: integer('last_click_at'),
  },
  (t) => [index('link_totals_hot').on(t.clicks, t.linkRowId).where(sql`clicks >= 32`)],
);

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
    facet: integer().notNull(),
    hour: integer().notNull(),
    value: facetValue().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.facet, t.hour, t.value] })],
);

/** By UTC day, of past days on which a link was busy: most have few hits a day, and hardly two alike. */
export const linkFacetDays = sqliteTable(
  'link_facet_days',
  {
    linkRowId: integer('link_id').notNull(),
    facet: integer().notNull(),
    day: integer().notNull(),
    value: facetValue().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.facet, t.day, t.value] })],
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

/** By UTC day: what most questions about all links read, in most zones with a few quarter-hours of each day. */
export const channelDays = sqliteTable(
  'channel_days',
  { day: integer().notNull(), domain: text().notNull(), channel: text().notNull(), ...counts() },
  (t) => [primaryKey({ columns: [t.day, t.domain, t.channel] })],
);

export const hourFacets = sqliteTable(
  'hour_facets',
  {
    facet: integer().notNull(),
    hour: integer().notNull(),
    channel: text().notNull(),
    value: facetValue().notNull(),
    ...counts(),
  },
  (t) => [primaryKey({ columns: [t.facet, t.hour, t.channel, t.value] })],
);

/** The same over all channels, and by UTC day: a year of countries is some ten thousand rows. */
export const facetHours = sqliteTable(
  'facet_hours',
  { facet: integer().notNull(), hour: integer().notNull(), value: facetValue().notNull(), ...counts() },
  (t) => [primaryKey({ columns: [t.facet, t.hour, t.value] })],
);

export const facetDays = sqliteTable(
  'facet_days',
  { facet: integer().notNull(), day: integer().notNull(), value: facetValue().notNull(), ...counts() },
  (t) => [primaryKey({ columns: [t.facet, t.day, t.value] })],
);

/** Where a link was seen, by UTC day; a burst is counted on the day it begins. */
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
  (t) => [primaryKey({ columns: [t.linkRowId, t.day, t.app, t.certainty] })],
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

/** Links whose hits up to `hit_id` have been taken back, and which live on. */
export const erasedLinks = sqliteTable('erased_links', {
  linkRowId: integer('link_id').primaryKey(),
  hitId: integer('hit_id').notNull(),
});
