/** Which of our domains a request is for. */

import { domainHost } from '../links/domain.ts';
import type { Deps } from '../ports.ts';
import type { Domain } from '../store-ports.ts';
import { comparableHost } from '../urls/destination.ts';

/** How long a change of the list may take to be seen. */
const FRESH_MS = 5_000;

/** `domain` is undefined for the default one, which also serves every host that is not ours. */
export interface Site {
  domain: Domain | undefined;
  /** In their comparable form. */
  ownHosts: ReadonlySet<string>;
}

export interface Domains {
  (host: string, now: number): Promise<Site>;
  /** Undefined when it is time to read the list again. */
  remembered(host: string, now: number): Site | undefined;
}

interface Known {
  byHost: ReadonlyMap<string, Domain>;
  ownHosts: ReadonlySet<string>;
}

/** Looks hosts up in a list that is read again every few seconds; an unreadable list stays as it was. */
export function createDomains(
  deps: Pick<Deps, 'log' | 'settings'> & { store: Pick<Deps['store'], 'domains'> },
): Domains {
  const main = comparableHost(domainHost(deps.settings, ''));
  let known: Known = knownOf(main, []);
  let readAt = Number.NEGATIVE_INFINITY;

  async function refresh(now: number): Promise<void> {
    try {
      known = knownOf(main, await deps.store.domains.known());
    } catch (err) {
      deps.log.error({ err }, 'The domains could not be read');
    }
    readAt = now;
  }

  // Not fresh either when the clock was set back.
  const isFresh = (now: number) => Math.abs(now - readAt) < FRESH_MS;
  const siteOf = (host: string): Site => ({
    domain: known.byHost.get(comparableHost(host)),
    ownHosts: known.ownHosts,
  });
  const look = async (host: string, now: number) => {
    if (!isFresh(now)) await refresh(now);
    return siteOf(host);
  };
  return Object.assign(look, {
    remembered: (host: string, now: number) => (isFresh(now) ? siteOf(host) : undefined),
  });
}

function knownOf(main: string, domains: Domain[]): Known {
  const byHost = new Map(domains.map((domain) => [comparableHost(domain.domain), domain]));
  // Whatever is stored, the default domain is not to be taken over.
  byHost.delete(main);
  return { byHost, ownHosts: new Set([main, ...byHost.keys()]) };
}
