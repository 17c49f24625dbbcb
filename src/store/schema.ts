/** The tables of `sotto.db` on Node, written by the main thread alone; D1 holds them beside the sums. */
import { sql } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { Channel } from '../channels/registry.ts';
import type { TurnedAwayReason } from '../hits/hit.ts';
import type { StatusCode } from '../links/link.ts';
import type { Utm } from '../links/utm.ts';

const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull().default(false);
const count = (name: string) => integer(name).notNull().default(0);

export const contents = sqliteTable(
  'contents',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    url: text().notNull(),
    key: text().notNull(),
    externalId: text('external_id'),
    title: text(),
    description: text(),
    image: text(),
    campaign: text().notNull().default(''),
    tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    utm: text({ mode: 'json' }).$type<Utm | false>(),
    archived: flag('archived'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (t) => [
    uniqueIndex('contents_key').on(t.key).where(sql`deleted_at IS NULL`),
    uniqueIndex('contents_external_id')
      .on(t.externalId)
      .where(sql`deleted_at IS NULL AND external_id IS NOT NULL`),
  ],
);

/** A deleted link stays as a tombstone: its slug is never minted again, its URL and texts are emptied. */
export const links = sqliteTable(
  'links',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    contentRowId: integer('content_id')
      .notNull()
      .references(() => contents.rowId),
    domain: text().notNull(), // '' is the default domain, whatever its name is today
    slug: text().notNull(),
    slugFolded: text('slug_folded').notNull(),
    channel: text().$type<Channel>().notNull(),
    url: text().notNull(),
    campaign: text().notNull().default(''),
    title: text(),
    tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    utm: text({ mode: 'json' }).$type<Utm | false>(),
    startsAt: integer('starts_at'),
    expiresAt: integer('expires_at'),
    maxClicks: integer('max_clicks'),
    clicksTaken: count('clicks_taken'),
    statusCode: integer('status_code').$type<StatusCode>().notNull().default(302),
    forwardQuery: flag('forward_query'),
    passwordHash: text('password_hash'),
    expiredUrl: text('expired_url'),
    archived: flag('archived'),
    blocked: flag('blocked'),
    custom: flag('custom'),
    findable: flag('findable'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Since when a deleted link has no raw hits any more. */
    hitsDeletedAt: integer('hits_deleted_at'),
    /** Hits up to this id are erased: the link goes on without them. */
    erasedId: count('erased_id'),
  },
  (t) => [
    // The folded form follows from the slug: one index finds any case and keeps each slug unique.
    uniqueIndex('links_slugs').on(t.domain, t.slugFolded, t.slug),
    uniqueIndex('links_findable')
      .on(t.contentRowId, t.channel, t.url, t.campaign, t.domain)
      .where(sql`findable = 1`),
    index('links_content').on(t.contentRowId),
    index('links_deleted').on(t.deletedAt).where(sql`deleted_at IS NOT NULL`),
    index('links_erased').on(t.erasedId).where(sql`erased_id > 0`),
  ],
);

/** Where a link led before, oldest first. */
export const destinations = sqliteTable(
  'destinations',
  {
    linkRowId: integer('link_id').notNull(),
    until: integer().notNull(),
    url: text().notNull(),
  },
  (t) => [index('destinations_link').on(t.linkRowId)],
);

export const keys = sqliteTable('keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull(),
  scopes: text({ mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
  /** Of a publishable key: the origins whose pages may use it. Null: a secret key. */
  origins: text({ mode: 'json' }).$type<string[]>(),
});

/** Further domains than the default one. Where their `/` and their unknown slugs lead. */
export const domains = sqliteTable('domains', {
  domain: text().primaryKey(),
  rootUrl: text('root_url'),
  notFoundUrl: text('not_found_url'),
  createdAt: integer('created_at').notNull(),
});

export const agents = sqliteTable(
  'agents',
  {
    id: integer().primaryKey(),
    device: text().notNull(),
    os: text().notNull(),
    browser: text().notNull(),
    app: text().notNull(),
    certainty: text().notNull(),
    reason: text().notNull(),
  },
  (t) => [unique('agents_facts').on(t.device, t.os, t.browser, t.app, t.certainty, t.reason)],
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

export const referrers = sqliteTable('referrers', {
  id: integer().primaryKey(),
  host: text().notNull().unique(),
});

/** The log. `kind` is what one request alone tells; what needs neighbours is a row of `verdicts`. */
export const hits = sqliteTable('hits', {
  id: integer().primaryKey({ autoIncrement: true }),
  uid: blob(),
  nonce: integer(),
  at: integer().notNull(),
  linkRowId: integer('link_id').notNull(),
  kind: integer().notNull(),
  anonymous: integer().notNull(),
  agentId: integer('agent_id').notNull(),
  placeId: integer('place_id').notNull(),
  referrerId: integer('referrer_id').notNull(),
  mark: text(),
});

/** Visitor hashes stand beside the hits, never in them, and are emptied daily. */
export const hitVisitors = sqliteTable(
  'hit_visitors',
  {
    day: integer().notNull(),
    hitId: integer('hit_id').notNull(),
    visitor: text().notNull(),
    /** The network's hash, under the same salt: scanners come from several machines of one. */
    network: text(),
  },
  (t) => [primaryKey({ columns: [t.day, t.hitId] })],
);

/** Hits that a queue has delivered, by the id it gave them; at the edge alone, until it cannot deliver them again. */
export const seenHits = sqliteTable('seen_hits', {
  uid: text().primaryKey(), // a uuidv7: the oldest come first
});

/** Messages that a queue could not deliver: kept as they came, until somebody looks. */
export const parkedHits = sqliteTable('parked_hits', {
  id: integer().primaryKey({ autoIncrement: true }),
  parkedAt: integer('parked_at').notNull(),
  body: text().notNull(),
});

/** Answers that are no hit: expired, archived, …; by link, UTC day and reason. */
export const turnedAway = sqliteTable(
  'turned_away',
  {
    linkRowId: integer('link_id').notNull(),
    day: integer().notNull(),
    reason: text().$type<TurnedAwayReason>().notNull(),
    times: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.linkRowId, t.day, t.reason] })],
);

/** Slugs that people asked for and nobody minted, by UTC day; bounded, what is beyond is '(other)'. */
export const misses = sqliteTable(
  'misses',
  {
    day: integer().notNull(),
    domain: text().notNull(),
    slug: text().notNull(),
    times: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.domain, t.slug] })],
);
