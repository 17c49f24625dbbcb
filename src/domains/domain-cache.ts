import { guardedCache } from '../guarded-cache.ts';
import type { DomainStore } from '../store-ports/admin-stores.ts';
import type { Domain } from './domain.ts';

const ALL = 'all';

/** The same store with its list cached. For the one process that makes every change itself, through this store. */
export function cacheDomains(domains: DomainStore): DomainStore {
  const cache = guardedCache<Domain[]>({ max: 1 });
  const list = async () => (await cache.getOrRead(ALL, () => domains.list())) ?? [];
  return {
    list,
    known: list,
    add: (domain, note) => cache.evictAround([ALL], () => domains.add(domain, note)),
    update: (domain, changes, note) => cache.evictAround([ALL], () => domains.update(domain, changes, note)),
    remove: (domain, note) => cache.evictAround([ALL], () => domains.remove(domain, note)),
  };
}
