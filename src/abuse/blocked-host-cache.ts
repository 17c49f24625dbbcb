import { guardedCache } from '../guarded-cache.ts';
import type { BlockedHostStore } from '../store-ports/admin-stores.ts';
import type { BlockedHost } from './host-rules.ts';

const ALL = 'all';

/** The same store with its list cached. For the one process that makes every change itself, through this store. */
export function cacheBlockedHosts(hosts: BlockedHostStore): BlockedHostStore {
  const cache = guardedCache<BlockedHost[]>({ max: 1 });
  const list = async () => (await cache.getOrRead(ALL, () => hosts.list())) ?? [];
  return {
    list,
    known: list,
    add: (blocked, options) => cache.evictAround([ALL], () => hosts.add(blocked, options)),
    remove: (host, note) => cache.evictAround([ALL], () => hosts.remove(host, note)),
  };
}
