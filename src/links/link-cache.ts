/** The redirect's memory of links, for the one process that makes every change itself. */
import { LRUCache } from 'lru-cache';
import type { Store } from '../store-ports.ts';
import { foldSlug } from '../urls/slug.ts';
import type { Link, RedirectLink } from './link.ts';
import { watchLinks } from './watch-links.ts';

/** A million links need no more: the busy ones are few. */
const LINKS_KEPT = 20_000;
/** Slugs nobody minted, kept apart so that guessing does not drive links out. */
const MISSES_KEPT = 5_000;
/** Spellings of one slug by case. */
const SPELLINGS_KEPT = 4;

type Spellings = Map<string, RedirectLink | null>;

/**
 * The same store with `links.resolve` remembered. Every write that passes through it forgets what it changes,
 * also while a look-up is under way. Links with `maxClicks` are never remembered: their count moves.
 */
export function rememberLinks(store: Store): Store {
  const found = new LRUCache<string, Spellings>({ max: LINKS_KEPT });
  const missed = new LRUCache<string, Spellings>({ max: MISSES_KEPT });
  let changes = 0;

  const keyOf = (domain: string, slug: string) => `${domain}/${foldSlug(slug)}`;
  const forget = (links: Pick<Link, 'domain' | 'slug'>[]) => {
    changes++;
    for (const { domain, slug } of links) {
      found.delete(keyOf(domain, slug));
      missed.delete(keyOf(domain, slug));
    }
  };
  const forgetAll = () => {
    changes++;
    found.clear();
    missed.clear();
  };
  const remember = (key: string, slug: string, link: RedirectLink | undefined) => {
    if (link && link.maxClicks !== null) return;
    const cache = link ? found : missed;
    const spellings = cache.get(key) ?? new Map();
    if (spellings.size >= SPELLINGS_KEPT) spellings.clear();
    cache.set(key, spellings.set(slug, link ?? null));
  };

  return watchLinks(store, {
    // A content's links are many and seldom changed together: finding them costs more than finding all anew.
    async forgetting(touched, write) {
      const names = 'minted' in touched ? touched.minted : 'changed' in touched ? touched.changed : null;
      const forgetThem = () => (names ? forget(names) : forgetAll());
      forgetThem();
      try {
        return await write();
      } finally {
        forgetThem();
      }
    },
    remembered: (domain, slug) => found.get(keyOf(domain, slug))?.get(slug) ?? undefined,
    async resolve(domain, slug) {
      const key = keyOf(domain, slug);
      const known = found.get(key)?.get(slug) ?? missed.get(key)?.get(slug);
      if (known !== undefined) return known ?? undefined;
      const before = changes;
      const link = await store.links.resolve(domain, slug);
      if (before === changes) remember(key, slug, link);
      return link;
    },
  });
}
