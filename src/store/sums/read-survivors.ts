/** Reads the hits and shares of a link that came after an erasure, as the sums count them. */
import { sql } from 'drizzle-orm';
import type { CountedHit, CountedShare } from '../../sums/counted-hit.ts';
import type { SumsState } from '../../sums/progress.ts';
import type { Engine } from '../sql/engine.ts';
import type { Erasure } from './erasure-queries.ts';
import {
  countedShare,
  hitReader,
  hitsAfter,
  SELECT_NEXT_CHANGES,
  sharesAfter,
  toChangedHit,
} from './read-hit-slice.ts';

/** Hits or shares that are read at a time. */
const SURVIVORS_AT_ONCE = 20_000;

/** Reads a list to its end; `read` answers the rows after an id, at most `SURVIVORS_AT_ONCE`. */
async function readAll<Row extends { id: number }>(
  after: number,
  end: number,
  read: (after: number) => Promise<Row[]>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let from = after; from < end; ) {
    const rows = await read(from);
    all.push(...rows);
    from = rows.length < SURVIVORS_AT_ONCE ? end : (rows.at(-1)?.id ?? end);
  }
  return all;
}

/** The link's hits that came after the erasure and are in the sums. */
export const survivorsOf = (
  engine: Engine,
  { hitId }: SumsState,
  { link, erasedId }: Erasure,
): Promise<CountedHit[]> =>
  readAll(erasedId, hitId, async (after) => {
    const where = sql`h.id <= ${hitId} AND h.link_id = ${link}`;
    const [rows = []] = await engine.read([hitsAfter(sql`${after}`, SURVIVORS_AT_ONCE, where)]);
    return rows.map(await hitReader(engine, rows));
  });

/** The link's shares that came after the erasure and are in the sums. */
export const sharesLeft = (
  engine: Engine,
  { shareId }: SumsState,
  { link, erasedShareId }: Erasure,
): Promise<CountedShare[]> =>
  readAll(erasedShareId, shareId, async (after) => {
    const where = sql`s.id <= ${shareId} AND s.link_id = ${link}`;
    const [rows = []] = await engine.read([sharesAfter(sql`${after}`, SURVIVORS_AT_ONCE, where)]);
    return rows.map(countedShare);
  });

/** The hits as the sums know them, without the changes that the roll-up has still to add. */
export async function asSummed(engine: Engine, hits: readonly CountedHit[]): Promise<CountedHit[]> {
  const [rows = []] = await engine.read([SELECT_NEXT_CHANGES]);
  const hitOf = await hitReader(engine, rows);
  const changes = new Map(
    rows.map((row) => toChangedHit(row, hitOf)).map((change) => [change.hit?.id, change]),
  );
  return hits.map((hit) => {
    const change = changes.get(hit.id);
    return change ? { ...hit, kind: change.wasKind, isUnique: change.wasUnique } : hit;
  });
}
