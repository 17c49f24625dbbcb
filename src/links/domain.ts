import type { Deps, Settings } from '../ports.ts';
import { comparableHost } from '../urls/destination.ts';
import { parseDomain } from '../urls/domain-name.ts';

/**
 * The hosts of this server, as `comparableHost` writes them, with their domains as stored: '' is the default domain.
 * Null marks a host that is ours but not a domain.
 */
export type Hosts = ReadonlyMap<string, string | null>;

/** What is needed to know the hosts of this server. */
export type HostDeps = Pick<Deps, 'settings' | 'requestHost'> & { store: Pick<Deps['store'], 'domains'> };

/** The hosts of all domains, and the one that the current request was sent to. */
export async function hostsOf({ store, settings, requestHost }: HostDeps): Promise<Hosts> {
  const byComparableHost = new Map<string, string | null>();
  if (requestHost !== undefined) byComparableHost.set(comparableHost(requestHost), null);
  for (const { domain } of await store.domains.list()) byComparableHost.set(comparableHost(domain), domain);
  return byComparableHost.set(comparableHost(domainHost(settings, '')), '');
}

const hostOfUrl = { url: '', host: '' };

/** The name of a stored domain as people see it; '' is the default one. */
export function domainHost({ publicUrl }: Pick<Settings, 'publicUrl'>, domain: string): string {
  if (domain !== '') return domain;
  // One process has one public URL, and every link of the default domain asks for its host.
  if (hostOfUrl.url !== publicUrl)
    Object.assign(hostOfUrl, { url: publicUrl, host: new URL(publicUrl).host });
  return hostOfUrl.host;
}

/**
 * The domain as stored, for a host as given, in Unicode too; undefined for one that is not ours, and for a text that
 * has more than a host and a port.
 */
export function storedDomain(hosts: Hosts, given: string): string | undefined {
  return hosts.get(comparableHost(parseDomain(given) ?? given)) ?? undefined;
}
