/** The tables of what was counted, as tests compare them before and after. */
import { sql } from 'drizzle-orm';
import type { Reader } from '../../src/store/engine.ts';

/** Counts by link, time and fact, and sightings; not the fold's own books. */
export const SUMS = [
  ...['link_totals', 'link_quarters', 'day_links', 'link_facets', 'link_facet_days'],
  ...['channel_quarters', 'channel_days', 'hour_facets', 'facet_hours', 'facet_days'],
  'sightings',
];

/** All their rows, in the order of their keys. */
export const readSums = ({ read }: Reader) =>
  read(SUMS.map((table) => sql.raw(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
