/** What the redirect looks up: from the isolate's cache, else the location's, else D1. */

import type { Domain } from '../../../domains/domain.ts';
import { guardedCache } from '../../../guarded-cache.ts';
import { type LinkCache, watchLinks } from '../../../links/cache/watch-links.ts';
import type { RedirectLink } from '../../../links/link.ts';
import type { CachedStore, DomainStore, Store } from '../../../store-ports.ts';
import { slugKey } from '../../../urls/slug.ts';
import { isDomains, isLink, isShareable } from './cache-entry.ts';
import { createIsolateCache, type IsolateCacheDeps } from './isolate-cache.ts';

/** Unknown slugs are cached by the isolate only, and briefly, since it does not learn when another isolate mints them. */
const UNKNOWN_FRESH_MS = 5_000;
const MAX_UNKNOWN_SLUGS = 1_000;

type CacheDeps = Omit<IsolateCacheDeps<unknown>, 'is'>;

/**
 * The same store with the redirect's look-ups cached for 45 s at most, wherever they are cached. A write through it
 * takes effect here at once, and everywhere within a minute.
 */
export function cacheAtEdge(store: Store, deps: CacheDeps): CachedStore {
  return { ...watchLinks(store, linkCache(store, deps)), domains: cacheKnownDomains(store.domains, deps) };
}

function linkCache(store: Store, deps: CacheDeps): LinkCache {
  const cache = createIsolateCache<RedirectLink>({ ...deps, is: isLink });
  const unknown = guardedCache<true>({
    max: MAX_UNKNOWN_SLUGS,
    ttl: { ms: UNKNOWN_FRESH_MS, clock: deps.clock },
  });
  const groupOf = (domain: string, slug: string) => `link ${domain}/${slugKey(slug)}`;

  return {
    remembered: (domain, slug) => cache.getLocal(groupOf(domain, slug), slug),

    async resolve(domain, slug) {
      const group = groupOf(domain, slug);
      if (unknown.get(group, slug)) return undefined;
      const known = cache.getLocal(group, slug) ?? (await cache.getShared(group, slug));
      if (known) return known;
      const [keepLink, keepUnknown] = [cache.beginRead(group, slug), unknown.beginRead(group, slug)];
      const link = await store.links.resolve(domain, slug);
      if (!link) keepUnknown(true);
      // A limited link is read each time: its count changes with every click.
      else if (link.maxClicks === null) keepLink(link, { shared: isShareable(link, slug) });
      return link;
    },

    evictAround(touched, write) {
      // The location may hold an old link, but nothing for a slug that was unknown.
      const groups =
        'created' in touched ? touched.created.map(({ domain, slug }) => groupOf(domain, slug)) : undefined;
      return cache.evictAround(groups, () => unknown.evictAround(undefined, write));
    },
  };
}

function cacheKnownDomains({ list, add, update, remove }: DomainStore, deps: CacheDeps): DomainStore {
  const cache = createIsolateCache<Domain[]>({ ...deps, is: isDomains });
  const ALL = ['domains', ''] as const;

  return {
    list,
    async known() {
      const known = cache.getLocal(...ALL) ?? (await cache.getShared(...ALL));
      if (known) return known;
      const keep = cache.beginRead(...ALL);
      const domains = await list();
      keep(domains, { shared: true });
      return domains;
    },
    add: (domain, note) => cache.evictAround(undefined, () => add(domain, note)),
    update: (domain, changes, note) => cache.evictAround(undefined, () => update(domain, changes, note)),
    remove: (domain, note) => cache.evictAround(undefined, () => remove(domain, note)),
  };
}
