/** What the redirect looks up, from the isolate's memory, else the location's cache, else D1. */
import { LRUCache } from 'lru-cache';
import type { RedirectLink } from '../../../links/link.ts';
import { type LinkMemory, watchLinks } from '../../../links/watch-links.ts';
import type { Domain, DomainStore, Store } from '../../../store-ports.ts';
import { foldSlug } from '../../../urls/slug.ts';
import { isDomains, isLink, isShareable } from './cache-entry.ts';
import { createMemory, type MemoryParts } from './isolate-cache.ts';

/** Slugs nobody minted live in the isolate alone, and shortly: nobody tells it when one is. */
const MISS_FRESH_MS = 5_000;
const MISSES_KEPT = 1_000;

type Parts = Omit<MemoryParts<unknown>, 'is'>;

/**
 * The same store with what the redirect asks remembered, for 45 s at most, whoever remembers it. A write through it
 * is known here at once, and everywhere within a minute.
 */
export function rememberAtEdge(store: Store, parts: Parts): Store {
  return { ...watchLinks(store, linkMemory(store, parts)), domains: knownDomains(store.domains, parts) };
}

function linkMemory(store: Store, parts: Parts): LinkMemory {
  const { clock } = parts;
  const memory = createMemory<RedirectLink>({ ...parts, is: isLink });
  const missed = new LRUCache<string, number>({ max: MISSES_KEPT });
  let changes = 0;
  const groupOf = (domain: string, slug: string) => `link ${domain}/${foldSlug(slug)}`;

  const isMissed = (name: string) => {
    const age = clock() - (missed.get(name) ?? Number.NEGATIVE_INFINITY);
    return age >= 0 && age < MISS_FRESH_MS;
  };

  return {
    remembered: (domain, slug) => memory.peek(groupOf(domain, slug), slug),

    async resolve(domain, slug) {
      const group = groupOf(domain, slug);
      const name = `${group} ${slug}`;
      if (isMissed(name)) return undefined;
      const known = memory.peek(group, slug) ?? (await memory.look(group, slug));
      if (known) return known;
      const [asked, before] = [clock(), changes];
      const keep = memory.ask(group, slug);
      const link = await store.links.resolve(domain, slug);
      if (!link && before === changes) missed.set(name, asked);
      // A limited link is asked for each time: its clicks count down.
      if (link?.maxClicks === null) keep(link, { shared: isShareable(link, slug) });
      return link;
    },

    async forgetting(touched, write) {
      const forget = () => {
        changes++;
        missed.clear();
        if (!('minted' in touched)) memory.forgetAll();
        else for (const { domain, slug } of touched.minted) memory.forget(groupOf(domain, slug));
      };
      forget();
      try {
        return await write();
      } finally {
        forget();
      }
    },
  };
}

function knownDomains({ list, add, update, remove }: DomainStore, parts: Parts): DomainStore {
  const memory = createMemory<Domain[]>({ ...parts, is: isDomains });
  const ALL = ['domains', ''] as const;

  const forgetting = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } finally {
      memory.forgetAll();
    }
  };

  return {
    list,
    async known() {
      const known = memory.peek(...ALL) ?? (await memory.look(...ALL));
      if (known) return known;
      const keep = memory.ask(...ALL);
      const domains = await list();
      keep(domains, { shared: true });
      return domains;
    },
    add: (domain) => forgetting(() => add(domain)),
    update: (domain, changes) => forgetting(() => update(domain, changes)),
    remove: (domain) => forgetting(() => remove(domain)),
  };
}
