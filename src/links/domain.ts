import type { Deps, Settings } from '../ports.ts';
import { comparableHost } from './destination.ts';

/** The hosts, ports included, that this server answers for. */
export interface Hosts {
  /** Of the default domain, which the store calls ''. */
  standard: string;
  /** The further domains, as stored. */
  further: ReadonlySet<string>;
}

/** The hosts of now. */
export async function hostsOf({ store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<Hosts> {
  const further = (await store.domains.list()).map(({ domain }) => domain);
  return { standard: domainHost(settings, ''), further: new Set(further) };
}

/** All of them: no link may lead back to one. */
export function ownHosts({ standard, further }: Hosts): ReadonlySet<string> {
  return new Set([standard, ...further]);
}

/** The name of a stored domain as people see it; '' is the default one. */
export function domainHost({ publicUrl }: Pick<Settings, 'publicUrl'>, domain: string): string {
  return domain === '' ? new URL(publicUrl).host : domain;
}

/** The domain as stored, for a host as given, in Unicode too; undefined for one that is not ours. */
export function storedDomain({ standard, further }: Hosts, given: string): string | undefined {
  const wanted = comparableHost(URL.parse(`https://${given}`)?.host ?? given);
  if (wanted === comparableHost(standard)) return '';
  return [...further].find((domain) => comparableHost(domain) === wanted);
}
