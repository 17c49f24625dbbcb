/** Tells a memory of links which of them each write changes. */
import type { Store } from '../store-ports.ts';
import type { Link } from './link.ts';

type Name = Pick<Link, 'domain' | 'slug'>;

/** What a write touches: names that begin to mean a link, links that were there, or all of one content. */
export type Touched = { minted: Name[] } | { changed: Name[] } | { contentRowId: number };

export interface LinkMemory {
  /** The store's look-up, remembered. */
  resolve: Store['links']['resolve'];
  remembered: Store['links']['remembered'];
  /** Runs `write` and forgets what it touches, before and after: a look-up between must not bring the old back. */
  forgetting<T>(touched: Touched, write: () => Promise<T>): Promise<T>;
}

/** The same store with every look-up and write that concerns links passing through `memory`. */
export function watchLinks(store: Store, { resolve, remembered, forgetting }: LinkMemory): Store {
  // Named one by one, not spread: a new way to write must be looked at here before it type-checks.
  const { get, byIds, byKey, byKeys, byExternalId, byExternalIds, list: listContents } = store.contents;
  const { get: getLink, slugsLike, find, ofContents, list, destinations } = store.links;
  return {
    ...store,
    contents: {
      ...{ get, byIds, byKey, byKeys, byExternalId, byExternalIds, list: listContents },
      update: (content, change) =>
        forgetting({ contentRowId: content.rowId }, () => store.contents.update(content, change)),
      remove: (rowId, at) => forgetting({ contentRowId: rowId }, () => store.contents.remove(rowId, at)),
    },
    links: {
      ...{ get: getLink, slugsLike, find, ofContents, list, destinations, resolve, remembered },
      mint: (content, links) => forgetting({ minted: links }, () => store.links.mint(content, links)),
      mintEach: (mints) =>
        forgetting({ minted: mints.map(({ link }) => link) }, () => store.links.mintEach(mints)),
      update: (link, change) => forgetting({ changed: [link] }, () => store.links.update(link, change)),
      remove: (link, at) => forgetting({ changed: [link] }, () => store.links.remove(link, at)),
    },
  };
}
