/** What another process's lock refuses is tried again, by a timer: the thread that redirects never waits for a lock. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { storageTrouble } from '../../../storage-trouble.ts';
import type { Store } from '../../../store-ports.ts';

const EVERY_MS = 5;
/** Afterwards whoever asked gets the refusal. */
const LIMIT_MS = 250;
/** Counts that wait on after their answer left. */
const MOST_LATE = 10_000;

const isBusy = (error: unknown) => storageTrouble(error) === 'busy';

interface Waiting {
  work(): Promise<unknown>;
  until: number;
  settle(outcome: Promise<unknown>): void;
}

export interface Patience {
  /** Does again what a lock has refused, for a quarter of a second at most; any other `refusal` is thrown. */
  again<T>(refusal: unknown, work: () => Promise<T>): Promise<T>;
  /** Does the work, however long that takes, and answers after a quarter of a second; rejects when too many wait. */
  sometime(work: () => Promise<void>): Promise<void>;
}

/** Those who wait stand in one line, and only its first tries: however many they are, a lock costs no more. */
export function createPatience(now: () => number = () => performance.now()): Patience {
  let line: Waiting[] = [];
  let trying = false;

  const giveUp = () => {
    const late = line.filter(({ until }) => until <= now());
    line = line.filter(({ until }) => until > now());
    for (const { work, settle } of late) settle(work());
  };

  const tryAll = async () => {
    for (let first = line[0]; first; first = line[0]) {
      const outcome = first.work();
      const refused = await outcome.then(() => false, isBusy);
      if (refused) return;
      line.shift();
      first.settle(outcome);
      await nextTurn();
    }
  };

  const keepTrying = async () => {
    trying = true;
    while (line.length > 0) {
      await pause(EVERY_MS);
      await tryAll();
      giveUp();
    }
    trying = false;
  };

  const queue = <T>(work: () => Promise<T>, until: number) =>
    new Promise<T>((resolve) => {
      // It settles with what its own work answered.
      line.push({ work, until, settle: (outcome) => resolve(outcome as Promise<T>) });
      if (!trying) void keepTrying();
    });

  return {
    async again(refusal, work) {
      if (!isBusy(refusal)) throw refusal;
      return queue(work, now() + LIMIT_MS);
    },
    async sometime(work) {
      try {
        await work();
      } catch (error) {
        if (!isBusy(error) || line.length >= MOST_LATE) throw error;
        await Promise.race([queue(work, Number.POSITIVE_INFINITY), pause(LIMIT_MS)]);
      }
    },
  };
}

type Verb = (...given: unknown[]) => Promise<unknown>;

/** The same verbs with patience. */
function patientVerbs<T extends object>(part: T, { again }: Patience): T {
  const verbs = Object.entries(part as Record<string, Verb>).map(([name, verb]) => [
    name,
    (...given: unknown[]) => verb(...given).catch((refusal: unknown) => again(refusal, () => verb(...given))),
  ]);
  return Object.fromEntries(verbs) as T; // the names and what they take are the part's own
}

/**
 * The same store, patient with locks: nothing is written twice, since what a lock refused changed nothing.
 * `hits.append` refuses at once, as the hit log has a queue of its own.
 */
export function patientStore(store: Store, patience: Patience = createPatience()): Store {
  const parts = Object.entries(store).map(([name, part]) => [name, patientVerbs(part, patience)]);
  const patient = Object.fromEntries(parts) as Store; // every part under its own name
  const { countRefusal, countUnknownSlug } = store.refusals;
  return {
    ...patient,
    hits: { ...patient.hits, append: store.hits.append },
    refusals: {
      ...patient.refusals,
      countRefusal: (...given) => patience.sometime(() => countRefusal(...given)),
      countUnknownSlug: (...given) => patience.sometime(() => countUnknownSlug(...given)),
    },
  };
}
