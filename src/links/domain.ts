import type { Settings } from '../ports.ts';

/** The hosts, ports included, that this server answers for: no link may lead back to them. */
export function ownHosts({ publicUrl }: Settings): ReadonlySet<string> {
  return new Set([new URL(publicUrl).host]);
}

/** The name of a stored domain as people see it; '' is the default one. */
export function domainHost({ publicUrl }: Settings, domain: string): string {
  return domain === '' ? new URL(publicUrl).host : domain;
}

/** The domain as stored, for a host as given; undefined for one that is not ours. */
export function storedDomain({ publicUrl }: Settings, host: string): string | undefined {
  return host.toLowerCase() === new URL(publicUrl).host ? '' : undefined;
}
