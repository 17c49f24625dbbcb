import { type SQL, sql } from 'drizzle-orm';
import type { Engine } from './engine.ts';
import { DAY } from './judged.ts';

/** A hit with its facts as numbers, ready to be written. `nonce` makes its public id unguessable. */
export interface HitRow {
  nonce: number;
  at: number;
  linkRowId: number;
  kind: number;
  anonymous: 0 | 1;
  agentId: number;
  placeId: number;
  referrerId: number;
  mark: string | null;
  /** The visitor's hash, of clicks only; it goes into a table of its own. */
  visitor: string | null;
  /** Its network's, beside it. */
  network: string | null;
}

/** Writes hits in their order, all or none. Each home has the way that costs it least. */
export type WriteHits = (rows: HitRow[]) => Promise<void>;

/** The columns of `hits`, in the order of `hitValues`. */
export const HIT_COLUMNS = 'nonce, at, link_id, kind, anonymous, agent_id, place_id, referrer_id, mark';

export const hitValues = (row: HitRow): (string | number | null)[] => [
  row.nonce,
  row.at,
  row.linkRowId,
  row.kind,
  row.anonymous,
  row.agentId,
  row.placeId,
  row.referrerId,
  row.mark,
];

export const dayOf = (at: number): number => Math.floor(at / DAY);

/** The same values, out of a JSON array `hit.value` that begins with them. */
export const HIT_VALUES = sql.raw(
  HIT_COLUMNS.split(', ')
    .map((_, index) => `hit.value ->> ${index}`)
    .join(', '),
);

function statements(rows: HitRow[]): SQL[] {
  const visitors = rows.flatMap(({ at, visitor, network }, index) =>
    visitor === null ? [] : [[dayOf(at), index, visitor, network]],
  );
  const insert = sql`INSERT INTO hits (${sql.raw(HIT_COLUMNS)})
    SELECT ${HIT_VALUES} FROM json_each(${JSON.stringify(rows.map(hitValues))}) hit ORDER BY hit.key`;
  if (visitors.length === 0) return [insert];
  return [
    insert,
    // Ids of one statement are consecutive, and the newest is the last row's.
    sql`INSERT INTO hit_visitors (day, hit_id, visitor, network)
      SELECT of.value ->> 0, (SELECT max(id) FROM hits) - ${rows.length - 1} + (of.value ->> 1), of.value ->> 2, of.value ->> 3
      FROM json_each(${JSON.stringify(visitors)}) of`,
  ];
}

/** One statement for any number of hits: for D1, where each statement is a journey and binds 100 parameters. */
export const writeAsJson =
  ({ atomic }: Engine): WriteHits =>
  async (rows) => {
    await atomic(statements(rows));
  };
