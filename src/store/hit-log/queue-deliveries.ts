/** Stores what a queue delivers at least once and in any order: hits, and messages that are not hits. */
import { count, type SQL, sql } from 'drizzle-orm';
import type { StampedHit } from '../../hits/hit.ts';
import { deadLetters } from '../schema/hits.ts';
import type { Engine } from '../sql/engine.ts';
import type { HitWriter } from './hit-writer.ts';
import { findStored, type Identity, identityOf } from './redelivered-hits.ts';

/** A message that cannot be stored as a hit, as text; `hit` identifies the hit in it, if there is one. */
export interface Unstorable {
  hit: Identity | null;
  body: string;
}

export interface Deliveries {
  /**
   * Stores the hits that are new, and the unstorable messages as dead letters; all or none. `now` is UTC
   * milliseconds. Answers how many hits were new.
   */
  take(hits: readonly StampedHit[], unstorable: readonly Unstorable[], now: number): Promise<number>;
  /** The number of dead letters. */
  countDeadLetters(): Promise<number>;
  /** Deletes dead letters from before `before` (UTC milliseconds), one step at a time; false once none are left. */
  deleteDeadLetters(before: number): Promise<boolean>;
}

/** Rows per step. */
const STEP = sql.raw('5000');

/** Uses one JSON parameter per statement and one batch per call, for D1. */
export function createDeliveries({ db, atomic, read }: Engine, writer: Pick<HitWriter, 'take'>): Deliveries {
  // A hit that was stored after all must not become a dead letter, since dead letters may be stored later.
  const notStored = async (messages: readonly Unstorable[]) => {
    const stored = await findStored(
      { read },
      messages.flatMap(({ hit }) => (hit === null ? [] : [hit])),
    );
    return messages.filter(({ hit }) => hit === null || !stored.has(identityOf(hit)));
  };
  const insertDeadLetters = (
    messages: readonly Unstorable[],
    now: number,
  ): SQL => sql`INSERT INTO dead_letters
    (created_at, body) SELECT ${now}, value FROM json_each(${JSON.stringify(messages.map(({ body }) => body))}) ORDER BY key`;

  return {
    async take(hits, unstorable, now) {
      const left = unstorable.length === 0 ? [] : await notStored(unstorable);
      return writer.take(hits, now, left.length === 0 ? [] : [insertDeadLetters(left, now)]);
    },
    countDeadLetters: async () => {
      const [row] = await db.select({ messages: count() }).from(deadLetters);
      return row?.messages ?? 0;
    },
    deleteDeadLetters: async (before) => {
      const { id, createdAt } = deadLetters;
      const old = sql`SELECT ${id} FROM ${deadLetters} WHERE ${createdAt} < ${before} ORDER BY ${id} LIMIT`;
      await atomic([sql`DELETE FROM ${deadLetters} WHERE ${id} IN (${old} ${STEP})`]);
      const [rows] = await read([sql`${old} 1`]);
      return (rows?.length ?? 0) > 0;
    },
  };
}
