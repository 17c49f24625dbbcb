/** Hits that a queue delivers at least once, in any order, and messages that are not hits. */
import { type SQL, sql } from 'drizzle-orm';
import type { StampedHit } from '../../hits/hit.ts';
import type { Engine } from '../sql/engine.ts';
import type { HitWriter } from './hit-writer.ts';
import { findStored, type Identity, identityOf } from './identities.ts';

/** What cannot be stored as a hit, as text; `hit` identifies the hit that it would be. */
export interface Unstorable {
  hit: Identity | null;
  body: string;
}

export interface Deliveries {
  /**
   * Stores what is new among the hits, and keeps the rest for somebody to look at; all or none. `now` is UTC
   * milliseconds. Answers how many hits were new.
   */
  take(hits: readonly StampedHit[], unstorable: readonly Unstorable[], now: number): Promise<number>;
  /** How many messages are kept for somebody to look at. */
  countDeadLetters(): Promise<number>;
  /** Deletes messages parked before `before`, one step at a time; false once none are left. */
  deleteDeadLetters(before: number): Promise<boolean>;
}

/** Rows per step. */
const STEP = sql.raw('5000');

/** One JSON parameter per statement and one batch per call, for D1. */
export function createDeliveries({ atomic, read }: Engine, writer: Pick<HitWriter, 'take'>): Deliveries {
  // A hit that was stored after all must not be kept as well: somebody may store what is parked.
  const notStored = async (messages: readonly Unstorable[]) => {
    const stored = await findStored(
      { read },
      messages.flatMap(({ hit }) => (hit === null ? [] : [hit])),
    );
    return messages.filter(({ hit }) => hit === null || !stored.has(identityOf(hit)));
  };
  const parking = (messages: readonly Unstorable[], now: number): SQL => sql`INSERT INTO parked_hits
    (parked_at, body) SELECT ${now}, value FROM json_each(${JSON.stringify(messages.map(({ body }) => body))}) ORDER BY key`;

  return {
    async take(hits, unstorable, now) {
      const left = unstorable.length === 0 ? [] : await notStored(unstorable);
      return writer.take(hits, now, left.length === 0 ? [] : [parking(left, now)]);
    },
    countDeadLetters: async () => {
      const [rows] = await read([sql`SELECT count(*) AS messages FROM parked_hits`]);
      return Number(rows?.[0]?.messages ?? 0);
    },
    deleteDeadLetters: async (before) => {
      const old = sql`SELECT id FROM parked_hits WHERE parked_at < ${before} ORDER BY id LIMIT`;
      await atomic([sql`DELETE FROM parked_hits WHERE id IN (${old} ${STEP})`]);
      const [rows] = await read([sql`${old} 1`]);
      return (rows?.length ?? 0) > 0;
    },
  };
}
