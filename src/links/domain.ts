import type { Domain } from '../domains/domain.ts';
import type { Deps, Settings } from '../ports.ts';
import { comparableHost } from '../urls/destination.ts';

/** The hosts, ports included, that this server answers for. */
export interface Hosts {
  /** Of the default domain, which the store calls ''. */
  standard: string;
  /** The further domains, as stored. */
  further: ReadonlySet<string>;
}

const hostsOfList = new WeakMap<Domain[], Hosts>();

/** The hosts of now; the same object as long as the store hands out the same list. */
export async function hostsOf({ store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<Hosts> {
  const standard = domainHost(settings, '');
  const list = await store.domains.list();
  const known = hostsOfList.get(list);
  if (known?.standard === standard) return known;
  const hosts = { standard, further: new Set(list.map(({ domain }) => domain)) };
  hostsOfList.set(list, hosts);
  return hosts;
}

const allOf = new WeakMap<Hosts, ReadonlySet<string>>();

/** All of them: no link may lead back to one. */
export function ownHosts(hosts: Hosts): ReadonlySet<string> {
  const all = allOf.get(hosts) ?? new Set([hosts.standard, ...hosts.further]);
  allOf.set(hosts, all);
  return all;
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

/** The domain as stored, for a host as given, in Unicode too; undefined for one that is not ours. */
export function storedDomain({ standard, further }: Hosts, given: string): string | undefined {
  const wanted = comparableHost(URL.parse(`https://${given}`)?.host ?? given);
  if (wanted === comparableHost(standard)) return '';
  return [...further].find((domain) => comparableHost(domain) === wanted);
}
