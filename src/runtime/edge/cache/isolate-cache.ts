/** Look-ups through the caches, also while D1 does not answer. */
import { SECOND } from '../../../time.ts';
import { within } from '../time-limit.ts';
import { type CacheFinding, type CacheLevels, createCacheLevels, type Known } from './cache-levels.ts';
import type { Place, SharedEntriesDeps } from './shared-entries.ts';
import type { StorageOutage } from './storage-outage.ts';

/** How long a visitor waits for D1 if there is an old value, and if there is none. */
const STALE_AFTER_MS = SECOND;
const SOURCE_TIMEOUT_MS = 5 * SECOND;

export interface IsolateCacheDeps<T> extends SharedEntriesDeps<T> {
  outage: StorageOutage;
}

export interface CacheSource<T> {
  read(): Promise<CacheFinding<T>>;
  /** The name of this value within its group, under which the location has it. */
  ownName(value: T): string;
}

export interface IsolateCache<T> {
  /** From this isolate, at most 45 s old. */
  getLocal(group: string, name: string): T | undefined;
  /**
   * From this isolate, else from the location, else from the source; at most 45 s old. If the source fails or is slow, the
   * newest value that either cache has, at most an hour old. Rejects if there is none.
   */
  lookUp(place: Place, source: CacheSource<T>): Promise<T | undefined>;
  /**
   * Runs a write and evicts what it changes before and after it: nothing of these groups, or nothing at all without
   * `groups`, that was read before is returned from whichever cache.
   */
  evictAround: CacheLevels<T>['evictAround'];
  /** Lets the isolates of this location know that older values of these places must not be used any more. */
  retract(places: readonly Place[]): void;
}

export function createIsolateCache<T>(deps: IsolateCacheDeps<T>): IsolateCache<T> {
  const { defer, outage } = deps;
  const { getLocal, newest, beginRead, beginAnswer, evictAround, retract } = createCacheLevels(deps);

  const read = async (place: Place, source: CacheSource<T>, isKnown: boolean) => {
    const end = beginAnswer(place, isKnown);
    const found = await source.read();
    outage.end();
    end(found, found.value === undefined ? place.name : source.ownName(found.value));
    return found.value;
  };

  /** The newest value if it may be used; a newer one may be known under its own name. */
  const staleValue = async (place: Place, { ownName }: CacheSource<T>): Promise<T | undefined> => {
    const entry = await newest(place);
    if (!entry || entry.value === null) return undefined;
    const own = { ...place, name: ownName(entry.value) };
    const other = own.name === place.name ? undefined : await newest(own);
    return (other && other.readAt > entry.readAt ? other.value : entry.value) ?? undefined;
  };

  /** From the source. If that fails or is slow, the old value of `entry` or a newer one. */
  const ask = async (place: Place, source: CacheSource<T>, entry: Known<T> | undefined) => {
    const patience = entry ? outage.patience(STALE_AFTER_MS) : SOURCE_TIMEOUT_MS;
    const reading = read(place, source, entry !== undefined);
    try {
      return await within(patience, reading);
    } catch (err) {
      outage.begin(err);
      const stale = await staleValue(place, source);
      if (stale === undefined) throw err;
      // It may succeed after all, and fill the caches.
      defer(reading.catch(outage.begin), 'An outage of D1 could not be noted');
      return stale;
    }
  };

  return {
    getLocal,
    evictAround,
    retract,
    async lookUp(place, source) {
      const { group, name } = place;
      const known = getLocal(group, name);
      if (known !== undefined) return known;
      const keep = beginRead(group, name);
      const entry = await newest(place);
      if (entry && entry.value !== null && keep(entry.value, entry.readAt)) return entry.value;
      const stale = outage.mayAsk() ? undefined : await staleValue(place, source);
      return stale ?? ask(place, source, entry);
    },
  };
}
