/** The two caches in front of D1: this isolate's own, and the one that the isolates of a location share. */
import { type DatedValue, guardedCache } from '../../../guarded-cache.ts';
import { HOUR, SECOND } from '../../../time.ts';
import { createSharedEntries, type Place, type SharedEntriesDeps } from './shared-entries.ts';

/** Together with the seconds that a write may take, a change takes effect everywhere within a minute. */
const FRESH_MS = 45 * SECOND;
/** The greatest age of a value that is used because D1 does not answer. */
const MAX_STALE_MS = HOUR;
const MAX_GROUPS = 2_000;

/**
 * What D1 answered, and which caches may have it. `retracts`: older values in this location must not be used any more,
 * although it may not have this one.
 */
export type CacheFinding<T> =
  | { value: T | undefined; cache: 'none'; retracts: boolean }
  | { value: T; cache: 'isolate' | 'location'; retracts: boolean };

/** A value with the time at which D1 was read; null if it was retracted. */
export type Known<T> = DatedValue<T | null>;

export interface CacheLevels<T> {
  /** From this isolate, at most 45 s old. */
  getLocal(group: string, name: string): T | undefined;
  /** The newest one of both caches, at most an hour old. */
  newest(place: Place): Promise<Known<T> | undefined>;
  /** Keeps a value in this isolate unless something is evicted in between. Returns false if it is older than 45 s. */
  beginRead(group: string, name: string): (value: T, readAt: number) => boolean;
  /** Call it before D1 is read, and what it returns with the answer. `isKnown`: the caches have an older value. */
  beginAnswer(place: Place, isKnown: boolean): (found: CacheFinding<T>, ownName: string) => void;
  evictAround<R>(groups: readonly string[] | undefined, write: () => Promise<R>): Promise<R>;
  retract(places: readonly Place[]): void;
}

export function createCacheLevels<T>(deps: SharedEntriesDeps<T>): CacheLevels<T> {
  const { clock } = deps;
  const local = guardedCache<T>({ max: MAX_GROUPS, ttl: { ms: FRESH_MS, clock } });
  const location = createSharedEntries(deps);
  const evictions = createEvictions(clock);

  const retractAt = (place: Place, readAt: number, isNeeded = true) => {
    if (isNeeded) location.put(place, { readAt, value: null });
  };

  return {
    getLocal: local.get,
    beginRead: local.beginRead,
    async newest({ group, name }) {
      const entries: (Known<T> | undefined)[] = [
        await location.get({ group, name }),
        local.peek(group, name),
      ];
      return entries
        .filter((entry) => entry !== undefined)
        .filter(({ readAt }) => {
          const age = clock() - readAt;
          return readAt > evictions.newest(group) && age >= 0 && age < MAX_STALE_MS;
        })
        .toSorted((one, other) => other.readAt - one.readAt)[0];
    },
    beginAnswer(place, isKnown) {
      const keep = local.beginRead(place.group, place.name);
      const readAt = clock();
      return (found, name) => {
        const isKept = found.cache !== 'none' && keep(found.value, readAt);
        if (isKnown && !isKept) local.evict([place.group]);
        if (isKept && found.cache === 'location') location.put(place, { readAt, value: found.value });
        else retractAt({ ...place, name }, readAt, found.retracts || isKnown);
      };
    },
    async evictAround(groups, write) {
      const evict = () => {
        local.evict(groups);
        evictions.note(groups);
      };
      evict();
      try {
        return await write();
      } finally {
        evict();
      }
    },
    retract(places) {
      for (const place of places) retractAt(place, clock());
    },
  };
}

/** When groups were evicted last: what the location has from before cannot be removed there. */
function createEvictions(clock: () => number) {
  const times = new Map<string, number>();
  let all = Number.NEGATIVE_INFINITY;
  return {
    note(groups: readonly string[] | undefined): void {
      if (groups && times.size + groups.length <= MAX_GROUPS) {
        for (const group of groups) times.set(group, clock());
        return;
      }
      all = clock();
      times.clear();
    },
    newest: (group: string) => times.get(group) ?? all,
  };
}
