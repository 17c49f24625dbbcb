/** Look-ups, and writes that change their results. */
import type { ApiKey } from '../../../src/keys/api-key.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { mintLink, mintLinks, newContent, newLink, unique } from '../fixtures/records.ts';

/** A look-up, a write that changes its result, and the results before and after the write. */
export interface LookupCase {
  /** It looks up a link that exists, which the cache of a process keeps from the second read on. */
  ofLink?: true;
  lookUp(store: Store): Promise<unknown>;
  write(store: Store): Promise<unknown>;
  results: [before: unknown, after: unknown];
}

const KEY: Omit<ApiKey, 'id'> = {
  ...{ name: 'one', hash: '', scopes: [], createdAt: 0 },
  ...{ expiresAt: null, lastUsedAt: null, revokedAt: null, origins: null },
};
const URLS = { rootUrl: 'https://pages.example/', notFoundUrl: null };

const rootUrlOf = (name: string) => async (store: Store) => {
  const known = (await store.domains.known()).find(({ domain }) => domain === name);
  return known?.rootUrl;
};
const addDomain = (store: Store, domain: string) =>
  store.domains.add({ domain, rootUrl: null, notFoundUrl: null, createdAt: 0 });

/** Each function creates its records in the given store. */
export const LOOKUP_CASES: [name: string, prepare: (store: Store) => Promise<LookupCase>][] = [
  [
    'a link that is blocked',
    async (store) => {
      const link = await mintLink(store);
      return {
        ofLink: true,
        lookUp: async ({ links }) => (await links.resolve('', link.slug))?.blocked,
        write: ({ links }) => links.update(link, { blocked: true, updatedAt: 1 }),
        results: [false, true],
      };
    },
  ],
  [
    'a link that is deleted',
    async (store) => {
      const link = await mintLink(store);
      return {
        ofLink: true,
        lookUp: async ({ links }) => (await links.resolve('', link.slug))?.deleted,
        write: ({ links }) => links.remove(link, 1),
        results: [false, true],
      };
    },
  ],
  [
    'a link whose content is edited',
    async (store) => {
      const content = newContent();
      const link = newLink({ url: content.url });
      await mintLinks(store, content, [link]);
      const stored = await store.contents.byKey(content.key);
      if (!stored) throw new Error('The content was not stored');
      return {
        ofLink: true,
        lookUp: async ({ links }) => (await links.resolve('', link.slug))?.campaign,
        write: ({ contents }) => contents.update(stored, { campaign: 'spring', updatedAt: 1 }),
        results: ['', 'spring'],
      };
    },
  ],
  [
    'a link whose content is edited together with others',
    async (store) => {
      const link = await mintLink(store);
      const stored = await store.contents.get(link.contentId);
      if (!stored) throw new Error('The content was not stored');
      return {
        ofLink: true,
        lookUp: async ({ links }) => (await links.resolve('', link.slug))?.campaign,
        write: ({ contents }) =>
          contents.updateAll([{ content: stored, changes: { campaign: 'spring', updatedAt: 1 } }]),
        results: ['', 'spring'],
      };
    },
  ],
  [
    'a link whose content is deleted together with others',
    async (store) => {
      const link = await mintLink(store);
      return {
        ofLink: true,
        lookUp: async ({ links }) => (await links.resolve('', link.slug))?.deleted,
        write: ({ contents }) => contents.removeAll([{ rowId: link.contentRowId }], 1),
        results: [false, true],
      };
    },
  ],
  [
    'a slug that is minted',
    async () => {
      const slug = unique();
      return {
        lookUp: async ({ links }) => (await links.resolve('', slug)) !== undefined,
        write: (store) => mintLink(store, { slug }),
        results: [false, true],
      };
    },
  ],
  [
    'a key that is revoked',
    async (store) => {
      const id = unique();
      await store.keys.add({ ...KEY, id });
      return {
        lookUp: async ({ keys }) => (await keys.get(id))?.revokedAt,
        write: ({ keys }) => keys.revoke(id, 6),
        results: [null, 6],
      };
    },
  ],
  [
    'a key whose scopes are changed',
    async (store) => {
      const id = unique();
      await store.keys.add({ ...KEY, id });
      return {
        lookUp: async ({ keys }) => (await keys.get(id))?.scopes.join(),
        write: ({ keys }) => keys.update(id, { scopes: ['admin'] }),
        results: ['', 'admin'],
      };
    },
  ],
  [
    'a key that is replaced',
    async (store) => {
      const id = unique();
      await store.keys.add({ ...KEY, id });
      return {
        lookUp: async ({ keys }) => (await keys.get(id))?.expiresAt,
        write: ({ keys }) => keys.replace({ id, expiresAt: 6 }, { ...KEY, id: unique() }),
        results: [null, 6],
      };
    },
  ],
  [
    'a domain that is added',
    async () => {
      const domain = `${unique()}.example`;
      return {
        lookUp: rootUrlOf(domain),
        write: (store) => addDomain(store, domain),
        results: [undefined, null],
      };
    },
  ],
  [
    'a domain that is edited',
    async (store) => {
      const domain = `${unique()}.example`;
      await addDomain(store, domain);
      const write = ({ domains }: Store) => domains.update(domain, URLS);
      return { lookUp: rootUrlOf(domain), write, results: [null, URLS.rootUrl] };
    },
  ],
  [
    'a domain that is removed',
    async (store) => {
      const domain = `${unique()}.example`;
      await addDomain(store, domain);
      return {
        lookUp: rootUrlOf(domain),
        write: ({ domains }) => domains.remove(domain),
        results: [null, undefined],
      };
    },
  ],
  [
    'a preset that is set',
    async (store) => {
      await store.instance.update({ utm: { other: null } });
      const medium = unique();
      return {
        lookUp: async ({ instance }) => (await instance.known()).utm.other?.medium,
        write: ({ instance }) => instance.update({ utm: { other: { medium } } }),
        results: [undefined, medium],
      };
    },
  ],
  [
    'a network that is removed',
    async (store) => {
      await store.instance.update({ ownNetworks: { '10.9.8.7': { name: null, createdAt: 0 } } });
      return {
        lookUp: async ({ instance }) =>
          (await instance.known()).ownNetworks.some(({ network }) => network === '10.9.8.7'),
        write: ({ instance }) => instance.update({ ownNetworks: { '10.9.8.7': null } }),
        results: [true, false],
      };
    },
  ],
];
