/** Which of our domains a request is for. */

import type { Domain } from '../domains/domain.ts';
import { guardedCache } from '../guarded-cache.ts';
import { domainHost } from '../links/domain.ts';
import type { Deps } from '../ports.ts';
import { comparableHost } from '../urls/destination.ts';

/** How long a change of the list may take to be seen. */
const FRESH_MS = 5_000;
const ALL = 'all';

/** `domain` is undefined for the default one, which also serves every host that is not ours. */
export interface Site {
  domain: Domain | undefined;
  /** In their comparable form. */
  ownHosts: ReadonlySet<string>;
}

export interface Domains {
  (host: string): Promise<Site>;
  /** Undefined when it is time to read the list again. */
  remembered(host: string): Site | undefined;
}

interface Known {
  byHost: ReadonlyMap<string, Domain>;
  ownHosts: ReadonlySet<string>;
}

/** Looks hosts up in a list that is read again every few seconds; an unreadable list stays as it was. */
export function createDomains({
  log,
  settings,
  clock,
  store,
}: Pick<Deps, 'log' | 'settings' | 'clock'> & { store: Pick<Deps['store'], 'domains'> }): Domains {
  const main = comparableHost(domainHost(settings, ''));
  const cache = guardedCache<Known>({ max: 1, ttl: { ms: FRESH_MS, clock } });
  let newest = knownOf(main, []);

  const read = async () => {
    try {
      newest = knownOf(main, await store.domains.known());
    } catch (err) {
      log.error({ err }, 'The domains could not be read');
    }
    return newest;
  };

  const siteOf = ({ byHost, ownHosts }: Known, host: string): Site => ({
    domain: byHost.get(comparableHost(host)),
    ownHosts,
  });
  const look = async (host: string) => siteOf((await cache.getOrRead(ALL, read)) ?? newest, host);
  return Object.assign(look, {
    remembered: (host: string) => {
      const known = cache.get(ALL);
      return known && siteOf(known, host);
    },
  });
}

function knownOf(main: string, domains: Domain[]): Known {
  const byHost = new Map(domains.map((domain) => [comparableHost(domain.domain), domain]));
  // Whatever is stored, the default domain is not to be taken over.
  byHost.delete(main);
  return { byHost, ownHosts: new Set([main, ...byHost.keys()]) };
}
