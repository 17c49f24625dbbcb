/**
 * The ids of rows of the sums: unit, time and scope in one number, so that every row is found in one step and
 * neighbours in time are neighbours in the table. (With the three as a key, SQLite reads whole rows to compare them.)
 */
import { type SQL, sql } from 'drizzle-orm';
import type { SumKey } from '../../sums/sum-row.ts';
import { HOURS_PER_DAY } from '../../time.ts';
import { raw } from '../sql/raw.ts';

/** The hours of a day. */
export const HOURS = Array.from({ length: HOURS_PER_DAY }, (_, hour) => hour);

/** This many hours reach the year 2448. */
const TIMES = 2 ** 22;
const SCOPES = 2 ** 30;
/** The smallest scope; those of channels are negative. */
export const LOWEST_SCOPE = -SCOPES / 2;

/** The id of a row; it fits into the 53 bits of a safe integer. */
export const rowId = ({ unit, time, scope }: SumKey): number =>
  (unit * TIMES + time) * SCOPES + scope - LOWEST_SCOPE;

type Part = SQL | number;

// A bound number may arrive as a float.
const whole = (part: Part): SQL =>
  typeof part === 'number' ? sql`CAST(${part} AS INTEGER)` : sql`(${part})`;

/** `rowId` in SQL, for numbers or expressions. */
const idOf = (unit: Part, time: Part, scope: Part): SQL =>
  sql`((${whole(unit)} * ${raw(TIMES)} + ${whole(time)}) * ${raw(SCOPES)} + ${whole(scope)} - ${raw(LOWEST_SCOPE)})`;

const clamped = (time: Part): Part =>
  typeof time === 'number'
    ? Math.min(Math.max(time, 0), TIMES - 1)
    : sql`min(max((${time}), 0), ${raw(TIMES - 1)})`;

const startOf = (unit: Part, time: Part): SQL => idOf(unit, clamped(time), LOWEST_SCOPE);

/** The condition that `alias` is the row of a time and scope. */
export const isRow = (alias: string, unit: Part, time: Part, scope: Part): SQL =>
  sql`${raw(alias)}.id = ${idOf(unit, time, scope)}`;

/** The condition that one of the links has a row of this time. */
export const hasRow = (links: readonly number[], unit: Part, time: Part): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(links)}) link
    CROSS JOIN sums own ON ${isRow('own', unit, time, sql`link.value`)})`;

/** The condition that `alias` is a row of this time with a greater scope. Scopes above 0 are links. */
export const isAfterScope = (alias: string, unit: Part, time: Part, scope: Part): SQL =>
  sql`${raw(alias)}.id > ${idOf(unit, time, scope)} AND ${raw(alias)}.id < ${idOf(unit, time, LOWEST_SCOPE)} + ${raw(SCOPES)}`;

/** The condition that `alias` is a row of a time from `from` up to `end`, exclusive. */
export const isWithin = (alias: string, unit: Part, from: Part, end: Part): SQL =>
  sql`${raw(alias)}.id >= ${startOf(unit, from)} AND ${raw(alias)}.id < ${startOf(unit, end)}`;

/** The first time from `from` up to `end`, exclusive, that has a row; null without one. */
export const nextTime = (unit: Part, from: Part, end: Part = TIMES): SQL =>
  sql`(SELECT next.time FROM sums next WHERE ${isWithin('next', unit, from, end)} ORDER BY next.id LIMIT 1)`;
