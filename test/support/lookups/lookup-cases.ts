/** Look-ups and the writes that change what they find. */
import type { ApiKey, Store } from '../../../src/store-ports.ts';
import { mintLink, newContent, newLink, unique } from '../fixtures/records.ts';

/** What is looked up, a write that changes it, and what a look-up shows before and after. */
export interface Situation {
  look(store: Store): Promise<unknown>;
  write(store: Store): Promise<unknown>;
  shows: [before: unknown, after: unknown];
}

const KEY: Omit<ApiKey, 'id'> = {
  ...{ name: 'one', hash: '', scopes: [], createdAt: 0 },
  ...{ expiresAt: null, lastUsedAt: null, revokedAt: null, origins: null },
};
const URLS = { rootUrl: 'https://pages.example/', notFoundUrl: null };

const domainAs = (name: string) => async (store: Store) => {
  const known = (await store.domains.known()).find(({ domain }) => domain === name);
  return known?.rootUrl;
};
const addDomain = (store: Store, domain: string) =>
  store.domains.add({ domain, rootUrl: null, notFoundUrl: null, createdAt: 0 });

/** Each prepares what it is about in the store that it is given. */
export const SITUATIONS: [string, (plain: Store) => Promise<Situation>][] = [
  [
    'a link that is blocked',
    async (plain) => {
      const link = await mintLink(plain);
      return {
        look: async ({ links }) => (await links.resolve('', link.slug))?.blocked,
        write: ({ links }) => links.update(link, { blocked: true, updatedAt: 1 }),
        shows: [false, true],
      };
    },
  ],
  [
    'a link that is deleted',
    async (plain) => {
      const link = await mintLink(plain);
      return {
        look: async ({ links }) => (await links.resolve('', link.slug))?.deleted,
        write: ({ links }) => links.remove(link, 1),
        shows: [false, true],
      };
    },
  ],
  [
    'a link whose content is edited',
    async (plain) => {
      const content = newContent();
      const link = newLink({ url: content.url });
      await plain.links.mint(content, [link]);
      const stored = await plain.contents.byKey(content.key);
      if (!stored) throw new Error('The content was not stored');
      return {
        look: async ({ links }) => (await links.resolve('', link.slug))?.campaign,
        write: ({ contents }) => contents.update(stored, { campaign: 'spring', updatedAt: 1 }),
        shows: ['', 'spring'],
      };
    },
  ],
  [
    'a slug that is minted',
    async () => {
      const slug = unique();
      return {
        look: async ({ links }) => (await links.resolve('', slug)) !== undefined,
        write: (store) => mintLink(store, { slug }),
        shows: [false, true],
      };
    },
  ],
  [
    'a key that is revoked',
    async (plain) => {
      const id = unique();
      await plain.keys.add({ ...KEY, id });
      return {
        look: async ({ keys }) => (await keys.get(id))?.revokedAt,
        write: ({ keys }) => keys.revoke(id, 6),
        shows: [null, 6],
      };
    },
  ],
  [
    'a domain that is added',
    async () => {
      const domain = `${unique()}.example`;
      return { look: domainAs(domain), write: (store) => addDomain(store, domain), shows: [undefined, null] };
    },
  ],
  [
    'a domain that is edited',
    async (plain) => {
      const domain = `${unique()}.example`;
      await addDomain(plain, domain);
      const write = ({ domains }: Store) => domains.update(domain, URLS);
      return { look: domainAs(domain), write, shows: [null, URLS.rootUrl] };
    },
  ],
  [
    'a domain that is removed',
    async (plain) => {
      const domain = `${unique()}.example`;
      await addDomain(plain, domain);
      return {
        look: domainAs(domain),
        write: ({ domains }) => domains.remove(domain),
        shows: [null, undefined],
      };
    },
  ],
];
