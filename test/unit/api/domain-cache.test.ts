import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../src/domains/domain.ts';
import { cacheDomains } from '../../../src/domains/domain-cache.ts';
import type { DomainStore } from '../../../src/store-ports/admin-stores.ts';

const domain = (name: string): Domain => ({ domain: name, rootUrl: null, notFoundUrl: null, createdAt: 0 });

/** Domains in memory, which count how often they are read. */
function table() {
  let rows: Domain[] = [];
  const reads = { times: 0 };
  const list = async () => {
    reads.times += 1;
    return rows;
  };
  const store: DomainStore = {
    list,
    known: list,
    add: async (added) => {
      rows = [...rows, added];
      return 'added';
    },
    update: async (name, changes) => {
      rows = rows.map((row) => (row.domain === name ? { ...row, ...changes } : row));
    },
    remove: async (name) => {
      rows = rows.filter((row) => row.domain !== name);
      return 'removed';
    },
  };
  return { reads, domains: cacheDomains(store) };
}

describe('cached domains', () => {
  it('are read once, even if there are none', async () => {
    const { domains, reads } = table();
    await domains.list();
    expect([await domains.list(), await domains.known()]).toEqual([[], []]);
    expect(reads.times).toBe(1);
  });

  it('are up to date as soon as one is added, edited or removed', async () => {
    const { domains } = table();
    await domains.list();
    await domains.add(domain('a.example'));
    expect(await domains.list()).toEqual([domain('a.example')]);
    const urls = { rootUrl: 'https://pages.example/', notFoundUrl: null };
    await domains.update('a.example', urls);
    expect(await domains.known()).toEqual([{ ...domain('a.example'), ...urls }]);
    await domains.remove('a.example');
    expect(await domains.list()).toEqual([]);
  });
});
