/** The entries of the cache that the isolates of a location share. Whatever it answers is checked. */
import type { DatedValue } from '../../../guarded-cache.ts';
import type { Clock } from '../../../ports.ts';
import { SECOND } from '../../../time.ts';
import type { DeferWork } from '../defer.ts';
import { within } from '../time-limit.ts';
import { entryOf, readEntry } from './cache-entry.ts';
import type { SharedCache } from './location-cache.ts';

/** How long a visitor waits for the cache, which usually answers within some milliseconds. */
const TIMEOUT_MS = 250;
/** After a timeout nobody asks it for so long. */
const RETRY_AFTER_MS = 5 * SECOND;

/** Values are cached by group, such as a slug in any case, and by their names in the group. */
export interface Place {
  group: string;
  name: string;
}

export interface SharedEntriesDeps<T> {
  cache: SharedCache;
  clock: Clock;
  defer: DeferWork;
  /** Whether a value is one that we put there under this name. */
  is: (value: unknown, name: string) => value is T;
}

export interface SharedEntries<T> {
  /** Whatever its age. A value of null says that older ones must not be used. Never rejects. */
  get(place: Place): Promise<DatedValue<T | null> | undefined>;
  /** After the answer. */
  put(place: Place, entry: DatedValue<T | null>): void;
}

export function createSharedEntries<T>({ cache, clock, defer, is }: SharedEntriesDeps<T>): SharedEntries<T> {
  let askAgainAt = Number.NEGATIVE_INFINITY;
  const keyOf = ({ group, name }: Place) => `${group} ${name}`;

  /** Undefined if the cache fails or is slow: D1 has the value. */
  const ask = async (key: string): Promise<unknown> => {
    if (clock() < askAgainAt) return undefined;
    try {
      return await within(TIMEOUT_MS, cache.get(key));
    } catch {
      askAgainAt = clock() + RETRY_AFTER_MS;
      return undefined;
    }
  };

  return {
    async get(place) {
      const key = keyOf(place);
      return readEntry(await ask(key), key, (value): value is T => is(value, place.name));
    },
    put(place, entry) {
      const key = keyOf(place);
      defer(cache.put(key, entryOf(key, entry)), 'The cache of this location did not accept a value');
    },
  };
}
