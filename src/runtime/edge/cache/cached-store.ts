/** What the redirect looks up: from the isolate's cache, else the location's, else D1. */

import type { BlockedHost } from '../../../abuse/host-rules.ts';
import type { Domain } from '../../../domains/domain.ts';
import { guardedCache } from '../../../guarded-cache.ts';
import type { InstanceSettings } from '../../../instance/instance-settings.ts';
import type { CachedInstanceStore, InstanceStore } from '../../../instance/instance-store.ts';
import { type LinkCache, namesOf, watchLinks } from '../../../links/cache/watch-links.ts';
import type { RedirectLink } from '../../../links/link.ts';
import type { Log } from '../../../ports.ts';
import type { BlockedHostStore, DomainStore } from '../../../store-ports/admin-stores.ts';
import type { CachedLinkStore } from '../../../store-ports/link-stores.ts';
import type { Store } from '../../../store-ports/store.ts';
import { slugKey } from '../../../urls/slug.ts';
import { isBlockedHosts, isDomains, isInstance, isLink, isShareable } from './cache-entry.ts';
import type { CacheFinding } from './cache-levels.ts';
import { createIsolateCache, type IsolateCacheDeps } from './isolate-cache.ts';
import type { Place } from './shared-entries.ts';
import { createStorageOutage } from './storage-outage.ts';

/** Unknown slugs are cached by the isolate only, and briefly, since it does not learn when another isolate mints them. */
const UNKNOWN_FRESH_MS = 5_000;
const MAX_UNKNOWN_SLUGS = 1_000;

/** Places that a write retracts. More would cost too many requests to the cache. */
const MAX_RETRACTED = 50;

type CacheDeps = Omit<IsolateCacheDeps<unknown>, 'is'>;

/**
 * The same store with the redirect's look-ups cached for 45 s, and for an hour while D1 does not answer. A write through
 * it takes effect here at once, and everywhere within a minute.
 */
export function cacheAtEdge<Cached extends Store>(
  store: Cached,
  given: Omit<CacheDeps, 'outage'> & { log: Log },
): Cached & { links: CachedLinkStore; instance: CachedInstanceStore } {
  const deps = { ...given, outage: createStorageOutage(given) };
  return {
    ...watchLinks(store, linkCache(store, deps)),
    domains: cacheKnownDomains(store.domains, deps),
    instance: cacheInstance(store.instance, deps),
    blockedHosts: cacheBlockedHosts(store.blockedHosts, deps),
  };
}

function linkCache(store: Store, deps: CacheDeps): LinkCache {
  const cache = createIsolateCache<RedirectLink>({ ...deps, is: isLink });
  const unknown = guardedCache<true>({
    max: MAX_UNKNOWN_SLUGS,
    ttl: { ms: UNKNOWN_FRESH_MS, clock: deps.clock },
  });
  const groupOf = (domain: string, slug: string) => `link ${domain}/${slugKey(slug)}`;

  const read = async (domain: string, slug: string): Promise<CacheFinding<RedirectLink>> => {
    const keepUnknown = unknown.beginRead(groupOf(domain, slug), slug);
    const link = await store.links.resolve(domain, slug);
    if (!link) keepUnknown(true);
    const retracts = link?.blocked ?? false;
    // A limited link is read each time: its count changes with every click.
    if (!link || link.maxClicks !== null) return { value: link, cache: 'none', retracts };
    return { value: link, cache: isShareable(link, slug) ? 'location' : 'isolate', retracts };
  };

  return {
    remembered: (domain, slug) => cache.getLocal(groupOf(domain, slug), slug),

    async resolve(domain, slug) {
      const group = groupOf(domain, slug);
      if (unknown.get(group, slug)) return undefined;
      return cache.lookUp(
        { group, name: slug },
        { read: () => read(domain, slug), ownName: (link) => link.slug },
      );
    },

    async evictAround(touched, write) {
      const groups = namesOf(touched)?.map(({ domain, slug }) => groupOf(domain, slug));
      const result = await cache.evictAround(groups, () => unknown.evictAround(undefined, write));
      if (touched !== 'contents' && 'changed' in touched) {
        const changed = touched.changed.slice(0, MAX_RETRACTED);
        cache.retract(changed.map(({ domain, slug }) => ({ group: groupOf(domain, slug), name: slug })));
      }
      return result;
    },
  };
}

/** A short list or the like, cached whole; every write through this store evicts it. */
function cacheWhole<T>(get: () => Promise<T>, name: string, given: IsolateCacheDeps<T>) {
  const cache = createIsolateCache<T>(given);
  const place: Place = { group: name, name: '' };
  const read = async (): Promise<CacheFinding<T>> => ({
    value: await get(),
    cache: 'location',
    retracts: false,
  });
  return {
    known: async () => (await cache.lookUp(place, { read, ownName: () => place.name })) ?? get(),
    remembered: () => cache.getLocal(place.group, place.name),
    evictAround: <R>(write: () => Promise<R>) => cache.evictAround(undefined, write),
  };
}

function cacheKnownDomains({ list, add, update, remove }: DomainStore, deps: CacheDeps): DomainStore {
  const { known, evictAround } = cacheWhole<Domain[]>(list, 'domains', { ...deps, is: isDomains });
  return {
    list,
    known,
    add: (domain, note) => evictAround(() => add(domain, note)),
    update: (domain, changes, note) => evictAround(() => update(domain, changes, note)),
    remove: (domain, note) => evictAround(() => remove(domain, note)),
  };
}

function cacheBlockedHosts({ list, add, remove }: BlockedHostStore, deps: CacheDeps): BlockedHostStore {
  const { known, evictAround } = cacheWhole<BlockedHost[]>(list, 'blocked hosts', {
    ...deps,
    is: isBlockedHosts,
  });
  return {
    list,
    known,
    add: (blocked, options) => evictAround(() => add(blocked, options)),
    remove: (host, note) => evictAround(() => remove(host, note)),
  };
}

function cacheInstance({ get, update, secret }: InstanceStore, deps: CacheDeps): CachedInstanceStore {
  const { known, remembered, evictAround } = cacheWhole<InstanceSettings>(get, 'instance', {
    ...deps,
    is: isInstance,
  });
  return {
    get,
    known,
    remembered,
    secret,
    update: (changes, note) => evictAround(() => update(changes, note)),
  };
}
