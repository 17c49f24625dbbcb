import { checkedUrl } from '../links/field-rules.ts';
import { type HostDeps, type Hosts, hostsOf } from '../links/link-domain.ts';
import { comparableHost } from '../urls/destination.ts';
import type { Domain } from './domain.ts';

export type DomainUrls = Pick<Domain, 'rootUrl' | 'notFoundUrl'>;

/** The URLs as stored; throws a 422 for an invalid destination, or one on `domain` or another domain of this server. */
export async function checkedUrls(
  deps: HostDeps,
  domain: string,
  { rootUrl, notFoundUrl }: DomainUrls,
): Promise<DomainUrls> {
  const { own, rules } = await hostsOf(deps);
  const hosts: Hosts = { own: new Map([...own, [comparableHost(domain), domain]]), rules };
  const checked = (pointer: string, url: string | null) =>
    url === null ? null : checkedUrl(hosts, pointer, url);
  return { rootUrl: checked('/rootUrl', rootUrl), notFoundUrl: checked('/notFoundUrl', notFoundUrl) };
}
