/** Stores hits that a queue delivers at least once, in any order: each counts exactly once. */
import { type SQL, sql } from 'drizzle-orm';
import type { NewHit } from '../hits/hit.ts';
import type { Engine } from './engine.ts';
import { createHitRows } from './hit-facts.ts';
import { dayOf, HIT_COLUMNS, HIT_VALUES, type HitRow, hitValues } from './hit-rows.ts';

/** A hit under the id that it keeps however often it is sent: a uuidv7, in lower case. */
export interface Delivery {
  uid: string;
  hit: NewHit;
}

/** What cannot be stored as a hit, as text; `uid` where it has one. */
export interface Unstorable {
  uid: string | null;
  body: string;
}

export interface Deliveries {
  /** Stores what is new among the hits, and keeps the others for somebody to look at; all or none. */
  take(hits: Delivery[], unstorable: Unstorable[], now: number): Promise<void>;
  /** How many messages are kept for somebody to look at. */
  parked(): Promise<number>;
  /** Forgets ids given before `before` (UTC milliseconds), one step at a time; false once none are left. */
  forgetSeen(before: number): Promise<boolean>;
  /** Deletes messages parked before `before`, one step at a time; false once none are left. */
  forgetParked(before: number): Promise<boolean>;
}

/** Rows per step. */
const STEP = 5_000;

// What stands behind a row's own values.
const beside = (place: number) => sql.raw(`hit.value ->> ${HIT_COLUMNS.split(', ').length + place}`);
const UID = beside(0);
// Each statement asks anew: they are one transaction, and only the last of them changes the answer.
const isNew = sql`NOT EXISTS (SELECT 1 FROM seen_hits WHERE uid = ${UID})`;

function storing(rows: HitRow[], uids: string[]): SQL[] {
  const hits = JSON.stringify(
    rows.map((row, index) => [...hitValues(row), uids[index], dayOf(row.at), row.visitor, row.network]),
  );
  return [
    sql`INSERT INTO hits (${sql.raw(HIT_COLUMNS)}) SELECT ${HIT_VALUES}
      FROM json_each(${hits}) hit WHERE ${isNew} ORDER BY hit.key`,
    // Ids of one statement are consecutive, and the newest is the last new row's.
    sql`INSERT INTO hit_visitors (day, hit_id, visitor, network)
      SELECT day, (SELECT max(id) FROM hits) - later, visitor, network FROM (
        SELECT ${beside(1)} AS day, ${beside(2)} AS visitor, ${beside(3)} AS network,
          count(*) OVER (ORDER BY hit.key DESC) - 1 AS later
        FROM json_each(${hits}) hit WHERE ${isNew}) WHERE visitor IS NOT NULL`,
    sql`INSERT INTO seen_hits (uid) SELECT ${UID} FROM json_each(${hits}) hit WHERE ${isNew}`,
  ];
}

/** A message that was stored after all must not be kept too: whoever looks at what is parked may store it. */
const parking = (messages: Unstorable[], now: number): SQL => sql`INSERT INTO parked_hits (parked_at, body)
  SELECT ${now}, message.value ->> 1 FROM json_each(${JSON.stringify(messages.map(({ uid, body }) => [uid, body]))}) message
  WHERE NOT EXISTS (SELECT 1 FROM seen_hits WHERE uid = message.value ->> 0) ORDER BY message.key`;

/** The oldest uuidv7 of a time: they begin with their milliseconds. */
function firstUid(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/** One JSON parameter per statement and one batch per call, for D1. */
export function createDeliveries({ atomic, read, db }: Engine): Deliveries {
  const rowsOf = createHitRows({ atomic, read, db });
  const any = async (rows: SQL) => ((await read([rows]))[0]?.length ?? 0) > 0;
  return {
    async take(deliveries, unstorable, now) {
      const once = [...new Map(deliveries.map((each) => [each.uid, each])).values()];
      const hits = once.length === 0 ? [] : await rowsOf(once.map(({ hit }) => hit));
      const uids = once.map(({ uid }) => uid);
      await atomic([
        ...(hits.length === 0 ? [] : storing(hits, uids)),
        ...(unstorable.length === 0 ? [] : [parking(unstorable, now)]),
      ]);
    },
    parked: async () => {
      const [rows] = await read([sql`SELECT count(*) AS messages FROM parked_hits`]);
      return Number(rows?.[0]?.messages ?? 0);
    },
    forgetSeen: async (before) => {
      const old = sql`SELECT uid FROM seen_hits WHERE uid < ${firstUid(before)} ORDER BY uid LIMIT`;
      await atomic([sql`DELETE FROM seen_hits WHERE uid IN (${old} ${sql.raw(String(STEP))})`]);
      return any(sql`${old} 1`);
    },
    forgetParked: async (before) => {
      const old = sql`SELECT id FROM parked_hits WHERE parked_at < ${before} ORDER BY id LIMIT`;
      await atomic([sql`DELETE FROM parked_hits WHERE id IN (${old} ${sql.raw(String(STEP))})`]);
      return any(sql`${old} 1`);
    },
  };
}
