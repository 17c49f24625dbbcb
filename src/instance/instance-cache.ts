import { guardedCache } from '../guarded-cache.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { CachedInstanceStore, InstanceStore } from './instance-store.ts';

const ALL = 'all';

/** The same store with the settings cached. For the one process that makes every change itself, through this store. */
export function cacheInstance(instance: InstanceStore): CachedInstanceStore {
  const cache = guardedCache<InstanceSettings>({ max: 1 });
  const get = async () => (await cache.getOrRead(ALL, () => instance.get())) ?? instance.get();
  return {
    get,
    known: get,
    remembered: () => cache.get(ALL),
    secret: instance.secret,
    update: (changes, note) => cache.evictAround([ALL], () => instance.update(changes, note)),
  };
}
