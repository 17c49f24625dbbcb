import { type HostRules, hostRulesOf } from '../abuse/host-rules.ts';
import { broken } from '../broken-rule.ts';
import { AppError } from '../errors.ts';
import type { Deps, Settings } from '../ports.ts';
import { bareHost, comparableHost } from '../urls/destination.ts';
import { parseDomain } from '../urls/domain-name.ts';

/**
 * The hosts of this server, as `comparableHost` writes them, with their domains as stored: '' is the default domain.
 * Null marks a host that is ours but not a domain.
 */
export type OwnHosts = ReadonlyMap<string, string | null>;

/** The hosts of this server, and the rules for all others. */
export interface Hosts {
  own: OwnHosts;
  rules: HostRules;
}

/** What is needed to know the hosts of this server. */
export type HostDeps = Pick<Deps, 'settings' | 'requestHost' | 'blocklist'> & {
  store: Pick<Deps['store'], 'domains' | 'blockedHosts'>;
};

/** The hosts of all domains, and the one that the current request was sent to. */
export async function hostsOf(deps: HostDeps): Promise<Hosts> {
  const { store, settings, requestHost } = deps;
  const byComparableHost = new Map<string, string | null>();
  if (requestHost !== undefined) byComparableHost.set(comparableHost(requestHost), null);
  const [domains, rules] = await Promise.all([store.domains.list(), hostRulesOf(deps)]);
  for (const { domain } of domains) byComparableHost.set(comparableHost(domain), domain);
  return { own: byComparableHost.set(comparableHost(domainHost(settings, '')), ''), rules };
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
 * The domain as stored, for a host as given, in Unicode too, or for its address; undefined for one that is not ours, and
 * for a text with a user, path or query.
 */
export function storedDomain(hosts: Hosts, given: string): string | undefined {
  const bare = bareHost(given);
  return hosts.own.get(comparableHost(parseDomain(bare) ?? bare)) ?? undefined;
}

/** Domains as stored, for the hosts or addresses in a query. Throws `validation` for one that is not ours. */
export function knownDomains(hosts: Hosts, given: readonly string[]): string[] {
  return given.map((host) => {
    const domain = storedDomain(hosts, host);
    if (domain !== undefined) return domain;
    const error = { pointer: '?domain', detail: `Unknown domain "${host}".` };
    throw new AppError('validation', error.detail, [{ ...error, broken: broken('domain_unknown') }]);
  });
}
