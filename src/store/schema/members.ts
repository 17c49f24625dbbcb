/** The people who work with the pages; in `sotto.db` on Node. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '../../channels/registry.ts';
import type { FieldError } from '../../errors.ts';
import type { Language } from '../../language.ts';
import type { LineFields, LineState } from '../../link-lists/link-list.ts';
import type { Role, TicketPurpose } from '../../members/member.ts';

export const members = sqliteTable('members', {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  language: text().$type<Language>(),
  timezone: text(),
  passwordHash: text('password_hash').notNull(),
  totpSecret: text('totp_secret'),
  /** The newest time step whose code was used. */
  totpStep: integer('totp_step').notNull().default(0),
  createdAt: integer('created_at').notNull(),
});

/** `hash` is the SHA-256 of the cookie, which is stored nowhere. */
export const memberSessions = sqliteTable(
  'member_sessions',
  {
    id: text().primaryKey(),
    hash: text().notNull().unique(),
    memberId: text('member_id').notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at').notNull(),
    browser: text().notNull(),
    os: text().notNull(),
  },
  (t) => [index('member_sessions_member').on(t.memberId)],
);

/** One-use links, and sign-ins that wait for their code. `hash` is the SHA-256 of the text. */
export const memberTickets = sqliteTable('member_tickets', {
  id: text().primaryKey(),
  hash: text().notNull().unique(),
  purpose: text().$type<TicketPurpose>().notNull(),
  memberId: text('member_id'),
  email: text(),
  role: text().$type<Role>(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

/** Codes for when the phone is lost, each good once. */
export const memberRecoveryCodes = sqliteTable(
  'member_recovery_codes',
  { memberId: text('member_id').notNull(), hash: text().notNull() },
  (t) => [primaryKey({ columns: [t.memberId, t.hash] })],
);

/** Read-only addresses of reports. `hash` is the SHA-256 of the secret in the address, which is stored nowhere. */
export const sharedReports = sqliteTable('shared_reports', {
  id: text().primaryKey(),
  hash: text().notNull().unique(),
  name: text().notNull(),
  contentId: text('content_id'),
  filters: text().notNull(), // JSON
  period: text().notNull(), // JSON
  timezone: text().notNull(),
  language: text().$type<Language>(),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  revokedAt: integer('revoked_at'),
  lastOpenedAt: integer('last_opened_at'),
});

/** Lists of pages that members have given to make many links at once. */
export const linkLists = sqliteTable('link_lists', {
  id: text().primaryKey(),
  memberId: text('member_id').notNull(),
  name: text(),
  channels: text({ mode: 'json' }).$type<Channel[]>().notNull(),
  unknownColumns: text('unknown_columns', { mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  /** Until then, one request works on the list. */
  runningUntil: integer('running_until').notNull().default(0),
});

/** `state` is null as long as nothing was done for the line. */
export const linkListLines = sqliteTable(
  'link_list_lines',
  {
    listId: text('list_id').notNull(),
    line: integer().notNull(),
    fields: text({ mode: 'json' }).$type<LineFields>().notNull(),
    planned: text().$type<LineState>().notNull(),
    state: text().$type<LineState>(),
    problems: text({ mode: 'json' }).$type<FieldError[]>().notNull(),
    contentId: text('content_id'),
  },
  (t) => [primaryKey({ columns: [t.listId, t.line] })],
);
