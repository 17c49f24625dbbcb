/** Sightings: what previews add to them, and how their rows are read and written. */
import { type SQL, sql } from 'drizzle-orm';
import type { Certainty } from '../../hits/hit.ts';
import { PREVIEW_RUN_GAP_MS } from '../../sightings/preview-run.ts';
import { dayOf } from '../../time.ts';
import { sightings } from '../schema/sums.ts';
import type { Row } from '../sql/engine.ts';
import { type RowInsert, replacingTarget } from '../sql/row-inserts.ts';

/** A stored preview by a known app. `at` is UTC milliseconds. */
export interface PreviewHit {
  linkRowId: number;
  at: number;
  app: string;
  certainty: Certainty;
}

/** A row of the table `sightings`: one link in one app on one UTC day. Times are UTC milliseconds. */
export interface SightingRow {
  linkRowId: number;
  day: number;
  app: string;
  certainty: Certainty;
  firstAt: number;
  lastAt: number;
  bursts: number;
  previews: number;
}

/** A row as it is stored before the previews are added. */
export type KnownSighting = Readonly<SightingRow>;

const KEYS = 4;
const SIGHTINGS = replacingTarget(sightings, KEYS);

/** The columns that `readSighting` reads, of the table `s`. */
export const SIGHTING_COLUMNS = SIGHTINGS.columns.map((column) => `s.${column}`).join(', ');

export const readSighting = (row: Row): SightingRow => ({
  linkRowId: Number(row.link_id),
  day: Number(row.day),
  app: String(row.app),
  certainty: String(row.certainty) as Certainty, // only the classifier writes it
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
  bursts: Number(row.bursts),
  previews: Number(row.previews),
});

/** The values of a row in the order of the columns. */
export const sightingValues = (row: SightingRow) => [
  row.linkRowId,
  row.day,
  row.app,
  row.certainty,
  row.firstAt,
  row.lastAt,
  row.bursts,
  row.previews,
];

/** Inserts the rows, or replaces those with the same keys. */
export const putSightings = (rows: readonly SightingRow[]): RowInsert => ({
  into: SIGHTINGS,
  rows: rows.map(sightingValues),
});

const keyOf = ({ linkRowId, day, app, certainty }: Omit<SightingRow, 'firstAt' | 'lastAt'>) =>
  `${linkRowId} ${day} ${certainty} ${app}`;
const appKey = ({ linkRowId, app }: Pick<SightingRow, 'linkRowId' | 'app'>) => `${linkRowId} ${app}`;

/**
 * The rows that the previews change, with these previews added. The previews are in the order in which they were
 * stored; `known` has at least the rows of `neighbourQuery`. A preview begins a burst if it is more than half an hour
 * later than every earlier one of its link in its app. A clock that steps back begins none.
 */
export function sightingRows(
  previews: readonly PreviewHit[],
  known: readonly KnownSighting[],
): SightingRow[] {
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const latest = new Map<string, number>();
  for (const row of known) {
    const appOfLink = appKey(row);
    latest.set(appOfLink, Math.max(latest.get(appOfLink) ?? row.lastAt, row.lastAt));
  }
  const changed = new Map<string, SightingRow>();
  for (const preview of previews) {
    const { linkRowId, at, app, certainty } = preview;
    const appOfLink = appKey(preview);
    const last = latest.get(appOfLink);
    latest.set(appOfLink, Math.max(last ?? at, at));
    const empty = { firstAt: at, lastAt: at, bursts: 0, previews: 0 };
    const named = { linkRowId, day: dayOf(at), app, certainty };
    const key = keyOf({ ...named, ...empty });
    const row = changed.get(key) ?? { ...named, ...empty, ...before.get(key) };
    changed.set(key, row);
    row.firstAt = Math.min(row.firstAt, at);
    row.lastAt = Math.max(row.lastAt, at);
    row.bursts += last === undefined || at - last > PREVIEW_RUN_GAP_MS ? 1 : 0;
    row.previews += 1;
  }
  return [...changed.values()];
}

/** For each link, the first UTC day whose stored sightings matter to its previews. */
function firstDays(previews: readonly PreviewHit[]): [linkRowId: number, day: number][] {
  const days = new Map<number, number>();
  for (const { linkRowId, at } of previews) {
    const day = dayOf(at - PREVIEW_RUN_GAP_MS);
    days.set(linkRowId, Math.min(days.get(linkRowId) ?? day, day));
  }
  return [...days];
}

/**
 * Selects the stored sightings that `sightingRows` needs: those of the previews' links, from half an hour before
 * their first preview on. Later days are included because a preview that arrives late begins no burst.
 */
export const neighbourQuery = (previews: readonly PreviewHit[]): SQL =>
  sql`SELECT ${sql.raw(SIGHTING_COLUMNS)} FROM json_each(${JSON.stringify(firstDays(previews))}) link
    CROSS JOIN sightings s ON s.link_id = link.value ->> 0 AND s.day >= link.value ->> 1`;
