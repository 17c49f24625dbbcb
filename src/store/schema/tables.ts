/** Every table, by the database file that has it on Node. What has to know all tables begins here. */
import { is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as admin from './admin.ts';
import * as hits from './hits.ts';
import * as main from './main.ts';
import * as members from './members.ts';
import * as shares from './shares.ts';
import * as sums from './sums.ts';

const tablesIn = (...schemas: object[]): SQLiteTable[] =>
  schemas.flatMap((schema) => Object.values(schema)).filter((value) => is(value, SQLiteTable));

export const TABLES = {
  main: tablesIn(main, admin, members, shares, hits),
  sums: tablesIn(sums),
};
