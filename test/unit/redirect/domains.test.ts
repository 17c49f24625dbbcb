import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../src/domains/domain.ts';
import { createDomains } from '../../../src/redirect/domains.ts';

const domain = (name: string): Domain => ({ domain: name, rootUrl: null, notFoundUrl: null, createdAt: 0 });

/** A list that can be changed and broken, and says how often it was read. */
function open(names: string[], publicUrl = 'https://go.test') {
  const list = { names, reads: 0, broken: false };
  const clock = { now: 0 };
  const errors: unknown[] = [];
  const siteOf = createDomains({
    store: {
      domains: {
        list: async () => [],
        known: async () => {
          list.reads += 1;
          if (list.broken) throw new Error('disk full');
          return list.names.map(domain);
        },
        add: async () => 'taken',
        update: async () => {},
        remove: async () => 'in_use',
      },
      blockedHosts: {
        list: async () => [],
        known: async () => [],
        add: async () => 'full',
        remove: async () => {},
      },
    },
    clock: () => clock.now,
    settings: {
      publicUrl,
      adminKey: null,
      trustedProxies: [],
      clientHeader: 'X-Forwarded-For',
      ownNetworks: [],
      honourDnt: false,
      retentionMonths: 13,
    },
    log: { info: () => {}, warn: () => {}, error: (fields) => errors.push(fields) },
  });
  const nameOf = async (host: string, now = 0) => {
    clock.now = now;
    return (await siteOf(host)).domain?.domain ?? '';
  };
  return { list, errors, siteOf, nameOf };
}

describe('the domain of a request', () => {
  it.each([
    ['links.test', 'links.test'],
    ['links.test:443', 'links.test'],
    ['links.test:80', 'links.test'],
    ['links.test.', 'links.test'],
    ['LINKS.test', 'links.test'],
    ['own.test:8080', 'own.test:8080'],
    ['own.test', ''],
    ['go.test', ''],
    ['www.links.test', ''],
    ['127.0.0.1:8787', ''],
    ['', ''],
  ])('for the host "%s" is "%s"', async (host, expected) => {
    expect(await open(['links.test', 'own.test:8080']).nameOf(host)).toBe(expected);
  });

  it('is the default one on its own host, whatever the list says', async () => {
    expect(await open(['go.test']).nameOf('go.test')).toBe('');
  });

  it('comes with all hosts of ours, in the form in which they are compared', async () => {
    const { ownHosts } = await open(['links.test', 'own.test:8080'], 'http://go.test:8787').siteOf('x');
    expect([...ownHosts.listed]).toEqual(['go.test:8787', 'links.test', 'own.test:8080']);
    expect(ownHosts.requested).toBe('x');
  });
});

describe('the list of domains', () => {
  it('is read once in five seconds, and a change is seen after them', async () => {
    const { list, nameOf } = open([]);
    expect(await nameOf('links.test', 0)).toBe('');
    list.names = ['links.test'];
    expect(await nameOf('links.test', 4_999)).toBe('');
    expect(list.reads).toBe(1);
    expect(await nameOf('links.test', 5_000)).toBe('links.test');
    expect(list.reads).toBe(2);
  });

  it('is read again when the clock was set back', async () => {
    const { list, nameOf } = open([]);
    await nameOf('links.test', 1_000_000);
    list.names = ['links.test'];
    expect(await nameOf('links.test', 0)).toBe('links.test');
  });

  it('is complete for those who ask at once, the first time', async () => {
    const { nameOf } = open(['links.test']);
    expect(await Promise.all([nameOf('links.test'), nameOf('links.test')])).toEqual([
      'links.test',
      'links.test',
    ]);
  });

  it('stays as it was while it cannot be read, and is tried again in five seconds', async () => {
    const { list, errors, nameOf } = open(['links.test']);
    await nameOf('links.test', 0);
    list.broken = true;
    expect(await nameOf('links.test', 5_000)).toBe('links.test');
    expect(await nameOf('links.test', 9_999)).toBe('links.test');
    expect(errors).toHaveLength(1);
    list.broken = false;
    list.names = [];
    expect(await nameOf('links.test', 10_000)).toBe('');
  });

  it('serves only the default domain’s own host until it could be read once', async () => {
    const { list, siteOf, nameOf } = open(['links.test']);
    list.broken = true;
    expect(await nameOf('go.test')).toBe('');
    for (const host of ['links.test', 'unknown.test']) {
      await expect(siteOf(host)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      expect(siteOf.remembered(host)).toBeUndefined();
    }
    expect(siteOf.remembered('go.test')?.domain).toBeUndefined();
    list.broken = false;
    expect(await nameOf('links.test', 5_000)).toBe('links.test');
  });
});
