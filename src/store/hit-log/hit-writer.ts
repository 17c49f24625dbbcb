/** Judges hits and stores each exactly once, in the same way on every runtime (docs/adr/0020). */
import { type SQL, sql } from 'drizzle-orm';
import type { StampedHit } from '../../hits/hit.ts';
import { type ChangedVerdict, type Judgement, judge } from '../../hits/judge/judge.ts';
import { storageTrouble } from '../../storage-trouble.ts';
import { dayOf } from '../../time.ts';
import { type Engine, errorContains, isUniqueViolation, type Reader, type Statement } from '../sql/engine.ts';
import { SETTLED_ID } from '../sums/newest-hit-ids.ts';
import { createDictionaries } from './dictionaries.ts';
import { statementsOf } from './hit-rows.ts';
import { findPresses, onlyIfNothingIsPressed, PRESSED_SINCE, readPresses } from './presses.ts';
import { findStored, identityOf } from './redelivered-hits.ts';
import { settleHits } from './settle-hits.ts';
import { storedMarks } from './share-codes.ts';
import {
  dropVisitorsOfDays,
  forgetDays,
  loadWriterMemory,
  readVisitors,
  recordErasure,
  type WriterMemory,
} from './writer-memory.ts';

export interface HitWriter {
  /**
   * Stores the hits in their order, all or none, and runs the statements `also` in the same transaction; `arrivedAt`
   * is UTC milliseconds. Answers how many hits were new.
   */
  take(hits: readonly StampedHit[], arrivedAt: number, also?: Statement[]): Promise<number>;
  /** Settles the hits that arrived long enough before `now` (UTC milliseconds): no later hit changes them any more. */
  settle(now: number): Promise<void>;
  /** Reads what is needed to judge, so that the first hits do not wait for it. */
  ready(): Promise<void>;
  /** Forgets the visitors of UTC days before this one. */
  forgetDays(before: number): void;
  /** To be called after this process has stored a press of a share button; `at` is UTC milliseconds. */
  notePress(linkRowId: number, at: number): void;
  /** To be called after this process has erased the hits of these links up to an id. */
  forgetErased(linkRowIds: readonly number[], erasedId: number): void;
}

export interface HitWriterParts {
  /** Reads and writes `hits`. */
  main: Engine;
  /** Reads all tables, those of the sums included. */
  all: Reader;
  /** Whether hits may be delivered again; those that are stored already are then skipped. */
  redelivers: boolean;
}

/** The last try does without guards against new presses, of which there may always be one more. */
const TRIES = 4;

interface Extra {
  /** Statements to run together with those that store the hits. */
  also: Statement[];
  /** Whether to fail if another process has stored a share since the memory was read. */
  guardsPresses: boolean;
}

export function createHitWriter({ main, all, redelivers }: HitWriterParts): HitWriter {
  const factsOf = createDictionaries(main);
  let memory: WriterMemory | undefined;
  let last: Promise<unknown> = Promise.resolve();

  // No other hit may be judged between a judgement and its commit.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => {});
    return done;
  };

  const load = async () => {
    memory ??= await loadWriterMemory(all);
    return memory;
  };

  const store = async (hits: readonly StampedHit[], arrivedAt: number, { also, guardsPresses }: Extra) => {
    const known = await load();
    const fresh = redelivers ? await notYetStored(all, known, hits) : hits;
    if (fresh.length === 0 && also.length === 0) return 0;
    const days = [...new Set(fresh.map(({ at }) => dayOf(at)))];
    await readDropped(all, known, days);
    const [facts, marks] = [await factsOf(fresh), await storedMarks(all, fresh)];
    const presses = await findPresses(all, fresh, known.presses);
    const firstId = known.lastId + 1;
    const judgement = judge(known.judge, fresh, firstId, presses);
    const changes = countChanges(judgement.changes);
    const statements = statementsOf({ fresh, facts, marks, judgement, firstId, arrivedAt, changes, known });
    const guards = guardsOf(known, judgement, { redelivers, guardsPresses });
    await main.atomic([...statements, ...guards, ...also]);
    judgement.keep();
    known.lastId += fresh.length;
    known.lastChangeId += changes.length;
    if (redelivers) known.identities.add(fresh, arrivedAt);
    dropVisitorsOfDays(known, days);
    return fresh.length;
  };

  /** Whether to try again. What was out of date is read again. */
  const canRetry = async (error: unknown) => {
    if (memory && errorContains(error, PRESSED_SINCE)) {
      memory.presses = await readPresses(all);
      return true;
    }
    // A lock or a full disk has changed nothing, so that the memory is still valid.
    const trouble = storageTrouble(error);
    if (trouble === 'busy' || trouble === 'full') return false;
    memory = undefined;
    return redelivers || isUniqueViolation(error) || errorContains(error, GUARDED);
  };

  const settle = async (now: number) => {
    const settledId = await settleHits(main, all, now);
    // Beyond the memory are hits that another process has stored.
    if (memory && settledId > memory.lastId) memory = undefined;
    if (memory) memory.judge.settledId = Math.max(memory.judge.settledId, settledId);
  };

  const attempt: HitWriter['take'] = async (hits, arrivedAt, also = []) => {
    for (let tries = 1; ; tries++) {
      try {
        return await store(hits, arrivedAt, { also, guardsPresses: redelivers && tries < TRIES });
      } catch (error) {
        if (tries === TRIES || !(await canRetry(error))) throw error;
      }
    }
  };

  return {
    take: (hits, arrivedAt, also) => inTurn(() => attempt(hits, arrivedAt, also)),
    settle: (now) => inTurn(() => settle(now)),
    ready: () => inTurn(async () => void (await load())),
    forgetDays(before) {
      if (memory) forgetDays(memory, before);
    },
    notePress(linkRowId, at) {
      memory?.presses.links.set(linkRowId, Math.max(at, memory.presses.links.get(linkRowId) ?? 0));
    },
    forgetErased(linkRowIds, erasedId) {
      for (const link of linkRowIds) if (memory) recordErasure(memory, link, erasedId);
    },
  };
}

/** The hits that were not stored by an earlier delivery, each once. */
async function notYetStored(all: Reader, { identities }: WriterMemory, hits: readonly StampedHit[]) {
  const unknown = hits.filter((hit) => !identities.has(hit));
  const fresh = new Map(unknown.map((hit) => [identityOf(hit), hit]));
  const unsure = [...fresh.values()].filter((hit) => !identities.reaches(hit));
  for (const identity of await findStored(all, unsure)) fresh.delete(identity);
  return [...fresh.values()];
}

/** Reads the visitors of those of these days that were dropped to save memory. */
async function readDropped(all: Reader, known: WriterMemory, days: number[]): Promise<void> {
  for (const day of days) if (known.dropped.has(day)) await readVisitors(all, known, day);
}

/** How SQLite and D1 report that a guard has failed. */
const GUARDED = 'NOT NULL constraint failed: hit_batches.hits';

/** Statements that fail the list if what the batch was judged by is out of date. A batch's `hits` must not be null. */
const guardsOf = (
  known: WriterMemory,
  judgement: Judgement,
  { redelivers, guardsPresses }: Pick<HitWriterParts, 'redelivers'> & Pick<Extra, 'guardsPresses'>,
): SQL[] => [
  ...onlyUnsettled(known, judgement),
  ...(redelivers ? [onlyIfNothingIsErased(known)] : []),
  ...(guardsPresses ? [onlyIfNothingIsPressed(known)] : []),
];

/** Fails the list of statements if another process has settled a hit that they change. */
function onlyUnsettled({ lastId }: WriterMemory, { changes }: Judgement): SQL[] {
  if (changes.length === 0) return [];
  const oldest = changes.reduce((least, { id }) => Math.min(least, id), lastId);
  return [
    sql`UPDATE hit_batches SET hits = NULL WHERE first_id = ${lastId + 1} AND ${SETTLED_ID} >= ${oldest}`,
  ];
}

/** Fails the list of statements if hits were erased since the memory was read, which another process may have done. */
const onlyIfNothingIsErased = ({
  erasedId,
  lastId,
}: WriterMemory): SQL => sql`UPDATE hit_batches SET hits = NULL
  WHERE first_id = ${lastId + 1}
    AND (SELECT coalesce(max(erased_id), 0) FROM links WHERE erased_id > 0) <> ${erasedId}`;

/** The changes of counts; a change of only the reason is not among them. */
const countChanges = (changes: ChangedVerdict[]) =>
  changes.filter(({ was, now }) => was.kind !== now.kind || was.isUnique !== now.isUnique);
