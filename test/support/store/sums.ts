/** The tables of sums, which tests compare before and after a change. */
import { sql } from 'drizzle-orm';
import type { Reader } from '../../../src/store/sql/engine.ts';

/** Counts and sightings, without watermarks. */
export const SUMS = ['sums', 'totals', 'sightings'];

/** All their rows, ordered by key. */
export const readSums = ({ read }: Reader) =>
  read(SUMS.map((table) => sql.raw(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
