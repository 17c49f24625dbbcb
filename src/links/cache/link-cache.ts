/** The redirect's cache of links, for the one process that makes every change itself. */
import { guardedCache } from '../../guarded-cache.ts';
import { createLazyLru } from '../../lazy-lru.ts';
import type { CachedLinkStore } from '../../store-ports/link-stores.ts';
import type { Store } from '../../store-ports/store.ts';
import { slugKey } from '../../urls/slug.ts';
import type { RedirectLink } from '../link.ts';
import { namesOf, watchLinks } from './watch-links.ts';

/** Enough for a million links, of which few are busy. */
const MAX_LINKS = 10_000;
/** A link is cached when it is read again while its slug is among these, so that rare links evict no busy ones. */
const MAX_READ_ONCE = 5_000;
/** Unknown slugs have a cache of their own, so that guesses do not evict links. */
const MAX_UNKNOWN_SLUGS = 5_000;

/** The same store with `links.resolve` cached. Links with `maxClicks` are not: their count changes with every click. */
export function cacheLinks<Cached extends Store>(store: Cached): Cached & { links: CachedLinkStore } {
  const links = guardedCache<RedirectLink>({ max: MAX_LINKS });
  const unknown = guardedCache<true>({ max: MAX_UNKNOWN_SLUGS });
  const readOnce = createLazyLru<string, true>(MAX_READ_ONCE);
  const keyOf = (domain: string, slug: string) => `${domain}/${slugKey(slug)}`;
  const isReadAgain = (key: string) => {
    const isKnown = readOnce.get(key) === true;
    if (!isKnown) readOnce.set(key, true);
    return isKnown;
  };

  return watchLinks(store, {
    evictAround(touched, write) {
      // Finding the links of a changed content would cost more than reading all links again.
      const keys = namesOf(touched)?.map(({ domain, slug }) => keyOf(domain, slug));
      return links.evictAround(keys, () => unknown.evictAround(keys, write));
    },
    remembered: (domain, slug) => links.get(keyOf(domain, slug), slug),
    async resolve(domain, slug) {
      const key = keyOf(domain, slug);
      const known = links.get(key, slug);
      if (known || unknown.get(key, slug)) return known;
      const [keepLink, keepUnknown] = [links.beginRead(key, slug), unknown.beginRead(key, slug)];
      const link = await store.links.resolve(domain, slug);
      if (!link) keepUnknown(true);
      else if (link.maxClicks === null && isReadAgain(key)) keepLink(link);
      return link;
    },
  });
}
