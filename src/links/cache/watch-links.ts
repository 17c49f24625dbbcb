/** Tells a cache of links which of them each write changes. */
import type { CachedLinkStore } from '../../store-ports/link-stores.ts';
import type { Store } from '../../store-ports/store.ts';
import type { Link } from '../link.ts';

type Name = Pick<Link, 'domain' | 'slug'>;

/** What a write touches: names that begin to mean a link, links that were there, or all links of some contents. */
export type TouchedLinks = { created: Name[] } | { changed: Name[] } | 'contents';

/** The names of the links that a write touches; undefined if only their contents are known. */
export function namesOf(touched: TouchedLinks): Name[] | undefined {
  if (touched === 'contents') return undefined;
  if ('created' in touched) return touched.created;
  return touched.changed;
}

export interface LinkCache {
  /** The store's look-up, cached. */
  resolve: Store['links']['resolve'];
  remembered: CachedLinkStore['remembered'];
  /** Runs a write and evicts what it touches, before and after it. */
  evictAround<T>(touched: TouchedLinks, write: () => Promise<T>): Promise<T>;
}

/** The same store with every look-up by the redirect and every write that concerns links passing through the cache. */
export function watchLinks<Watched extends Store>(
  store: Watched,
  { resolve, remembered, evictAround }: LinkCache,
): Watched & { links: CachedLinkStore } {
  // Named one by one, not spread: a new way to write must be looked at here before it type-checks.
  const { get, byIds, byKey, byExternalId, byNames, linksLeft } = store.contents;
  const { list: listContents, sorted: sortedContents, notSharedSince } = store.contents;
  const {
    get: getLink,
    byExternalId: linkByExternalId,
    slugsLike,
    loadExisting,
    firstOfContents,
    ofContent,
  } = store.links;
  const { list, sorted, destinations } = store.links;
  return {
    ...store,
    contents: {
      ...{ get, byIds, byKey, byExternalId, byNames, list: listContents, sorted: sortedContents, linksLeft },
      update: (content, change, note, condition) =>
        evictAround('contents', () => store.contents.update(content, change, note, condition)),
      updateAll: (updates) => evictAround('contents', () => store.contents.updateAll(updates)),
      remove: (rowId, at, note) => evictAround('contents', () => store.contents.remove(rowId, at, note)),
      removeAll: (removals, at) => evictAround('contents', () => store.contents.removeAll(removals, at)),
      notSharedSince,
      removeShared: (rowId, at, note) =>
        evictAround('contents', () => store.contents.removeShared(rowId, at, note)),
      async stepLinks(contentRowId) {
        const step = await store.contents.stepLinks(contentRowId);
        // Only the step finds out which links it changes.
        if (step.changed.length > 0) await evictAround({ changed: step.changed }, async () => {});
        return step;
      },
    },
    links: {
      ...{
        get: getLink,
        byExternalId: linkByExternalId,
        slugsLike,
        loadExisting,
        firstOfContents,
        ofContent,
      },
      ...{ list, sorted, destinations, resolve, remembered },
      insertGroups: (groups) =>
        evictAround({ created: groups.flatMap(({ links }) => links) }, () =>
          store.links.insertGroups(groups),
        ),
      update: (link, change, note) =>
        evictAround({ changed: [link] }, () => store.links.update(link, change, note)),
      remove: (link, at, note) => evictAround({ changed: [link] }, () => store.links.remove(link, at, note)),
      updateAll: (updates) =>
        evictAround({ changed: updates.map(({ link }) => link) }, () => store.links.updateAll(updates)),
      removeAll: (removals, at) =>
        evictAround({ changed: removals.map(({ link }) => link) }, () => store.links.removeAll(removals, at)),
    },
  };
}
