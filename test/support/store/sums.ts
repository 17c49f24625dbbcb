/** The tables of what was counted, as tests compare them before and after. */
import { sql } from 'drizzle-orm';
import type { Reader } from '../../../src/store/sql/engine.ts';

/** Counts by scope, time and fact, and sightings; not how far they are. */
export const SUMS = ['sums', 'totals', 'sightings'];

/** All their rows, in the order of their keys. */
export const readSums = ({ read }: Reader) =>
  read(SUMS.map((table) => sql.raw(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
