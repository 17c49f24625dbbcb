/** What the team and the operator manage beside links: tables of `sotto.db` on Node, written only by the main thread. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ReportCategory, ReportOutcome } from '../../abuse/report.ts';
import type { Action, Actor } from '../../audit/audit-entry.ts';

export const keys = sqliteTable('keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull(),
  scopes: text({ mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
  /** The origins whose pages may use a publishable key; null for a secret key. */
  origins: text({ mode: 'json' }).$type<string[]>(),
});

/**
 * What was changed, and by whom. New contents and links have one row per request and kind, with the range of their row
 * ids; ranges do not overlap. Everything else is named by `object_id`.
 */
export const audit = sqliteTable(
  'audit',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actorType: text('actor_type').$type<Actor['type']>().notNull(),
    actorId: text('actor_id').notNull(),
    requestId: text('request_id'),
    action: text().$type<Action>().notNull(),
    objectId: text('object_id'),
    firstRow: integer('first_row'),
    lastRow: integer('last_row'),
    objects: integer().notNull().default(1),
    fields: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  },
  (t) => [
    index('audit_actor').on(t.actorId),
    index('audit_object').on(t.objectId).where(sql`object_id IS NOT NULL`),
    index('audit_created').on(t.action, t.firstRow).where(sql`first_row IS NOT NULL`),
  ],
);

/** Domains other than the default one, with the destinations of `/` and of unknown slugs. */
export const domains = sqliteTable('domains', {
  domain: text().primaryKey(),
  rootUrl: text('root_url'),
  notFoundUrl: text('not_found_url'),
  createdAt: integer('created_at').notNull(),
});

/** What the team sets for the whole instance, one value a row: `language`, `timezone`, `utm.whatsapp`, `network.10.0.0.0/8`. */
export const instanceSettings = sqliteTable('instance_settings', {
  name: text().primaryKey(),
  value: text({ mode: 'json' }).$type<unknown>().notNull(),
});

/** Requests with an `Idempotency-Key`, and their sealed answers, for a day. */
export const keptAnswers = sqliteTable('kept_answers', {
  rowId: integer('id').primaryKey({ autoIncrement: true }),
  /** A hash of the API key and the key of the request. */
  name: text().notNull().unique(),
  /** A hash of path and body, with both keys. */
  fingerprint: text().notNull(),
  /** The attempt that may end the request. */
  token: text().notNull(),
  requestIds: text('request_ids').notNull(),
  createdAt: integer('created_at').notNull(),
  claimedAt: integer('claimed_at').notNull(),
  auditId: integer('audit_id').notNull(),
  /** Null while the request is running. */
  status: integer(),
  headers: text(),
  answer: text(),
  bytes: integer().notNull().default(0),
});

/** How many characters all kept answers have: one row. */
export const keptAnswerSpace = sqliteTable('kept_answer_space', {
  id: integer().primaryKey(),
  bytes: integer().notNull(),
});

/** Hosts to which no link may lead, with their subdomains; the list of a file or URL is not in here. */
export const blockedHosts = sqliteTable('blocked_hosts', {
  rowId: integer('id').primaryKey({ autoIncrement: true }),
  host: text().notNull().unique(),
  reason: text(),
  createdAt: integer('created_at').notNull(),
});

/** What visitors report about short links. */
export const abuseReports = sqliteTable(
  'abuse_reports',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    at: integer().notNull(),
    domain: text().notNull(),
    slug: text().notNull(),
    /** The link of that time; null if there was none. */
    linkRowId: integer('link_id'),
    category: text().$type<ReportCategory>().notNull(),
    message: text(),
    closedAt: integer('closed_at'),
    outcome: text().$type<ReportOutcome>(),
  },
  (t) => [
    index('abuse_reports_at').on(t.at),
    index('abuse_reports_open').on(t.domain, t.slug).where(sql`closed_at IS NULL`),
    index('abuse_reports_link').on(t.linkRowId).where(sql`link_id IS NOT NULL`),
  ],
);
