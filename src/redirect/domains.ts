/** Finds the domain that a request is for. */

import { type BlockedHost, type HostRules, hostRules } from '../abuse/host-rules.ts';
import type { Domain } from '../domains/domain.ts';
import { guardedCache } from '../guarded-cache.ts';
import { domainHost } from '../links/link-domain.ts';
import type { Deps } from '../ports.ts';
import { StorageUnavailable } from '../storage-trouble.ts';
import { comparableHost } from '../urls/destination.ts';

/** How long the list of domains is used before it is read again. */
const FRESH_MS = 5_000;
const ALL = 'all';

/** The hosts of this server, as `comparableHost` writes them. */
export interface OwnHosts {
  /** Those of the domains. */
  listed: ReadonlySet<string>;
  /** The one that the request was sent to: it is ours, whether it is listed or not. */
  requested: string;
}

/** `domain` is undefined for the default domain, which also serves all unknown hosts; its name is ''. */
export interface RequestDomain {
  domain: Domain | undefined;
  /** As the store names it: '' is the default domain. */
  name: string;
  /** The host is neither the public one nor a domain's. */
  isForeign: boolean;
  ownHosts: OwnHosts;
  hostRules: HostRules;
}

export interface Domains {
  (host: string): Promise<RequestDomain>;
  /** Undefined if the list has to be read again first. */
  remembered(host: string): RequestDomain | undefined;
}

interface Known {
  byHost: ReadonlyMap<string, Domain>;
  listed: ReadonlySet<string>;
  /** False until the list could be read once. */
  isRead: boolean;
  blocked: readonly BlockedHost[];
}

type DomainsDeps = Pick<Deps, 'log' | 'settings' | 'clock' | 'blocklist'> & {
  store: Pick<Deps['store'], 'domains' | 'blockedHosts'>;
};

/**
 * Looks hosts up in lists that are read again every few seconds. If they cannot be read, the old ones stay; without an old
 * list of domains only the default domain's own host is known, and a look-up of other hosts rejects with
 * `StorageUnavailable`.
 */
export function createDomains(deps: DomainsDeps): Domains {
  const { log, settings, clock, store } = deps;
  const main = comparableHost(domainHost(settings, ''));
  const cache = guardedCache<Known>({ max: 1, ttl: { ms: FRESH_MS, clock } });
  let newest: Known = { ...knownOf(main, [], []), isRead: false };

  const readBlocked = async () => {
    try {
      return await store.blockedHosts.known();
    } catch (err) {
      log.error({ err }, 'The blocked hosts could not be read');
      return newest.blocked;
    }
  };

  const read = async () => {
    try {
      const [domains, blocked] = await Promise.all([store.domains.known(), readBlocked()]);
      newest = knownOf(main, domains, blocked);
    } catch (err) {
      log.error({ err }, 'The domains could not be read');
    }
    return newest;
  };

  const find = ({ byHost, listed, blocked }: Known, host: string): RequestDomain => {
    const requested = comparableHost(host);
    const domain =
      requested === main ? undefined : (byHost.get(requested) ?? byHost.get(withoutPort(requested)));
    const isForeign = domain === undefined && withoutPort(requested) !== withoutPort(main);
    const rules = hostRules(blocked, deps);
    return {
      domain,
      name: domain?.domain ?? '',
      isForeign,
      ownHosts: { listed, requested },
      hostRules: rules,
    };
  };
  const canFind = ({ isRead }: Known, host: string) => isRead || comparableHost(host) === main;
  const look = async (host: string) => {
    const known = (await cache.getOrRead(ALL, read)) ?? newest;
    // Another domain must not get the default one's links.
    if (!canFind(known, host)) throw new StorageUnavailable('The domains are not known');
    return find(known, host);
  };
  return Object.assign(look, {
    remembered: (host: string) => {
      const known = cache.get(ALL);
      return known && canFind(known, host) ? find(known, host) : undefined;
    },
  });
}

// A proxy may add a port of its own to the name of a domain.
const withoutPort = (host: string) => host.replace(/:\d+$/, '');

function knownOf(main: string, domains: Domain[], blocked: readonly BlockedHost[]): Known {
  const byHost = new Map(domains.map((domain) => [comparableHost(domain.domain), domain]));
  // A stored domain must never replace the default one.
  byHost.delete(main);
  return { byHost, listed: new Set([main, ...byHost.keys()]), isRead: true, blocked };
}
