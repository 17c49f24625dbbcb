/** To which hosts links may lead: those that the team has blocked, and the operator's list. */

import { broken, detailOf } from '../broken-rule.ts';
import { AppError, fieldError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { hostnameOf } from '../urls/destination.ts';

/** What a list does where it matches; a host that the team has blocked is always refused and blocked. */
export interface BlocklistPolicy {
  newLinks: 'refuse' | 'flag';
  redirects: 'block' | 'report';
}

/** A host of the team's block list; `host` as `URL.hostname` writes it. */
export interface BlockedHost {
  rowId: number;
  host: string;
  reason: string | null;
  /** UTC milliseconds. */
  createdAt: number;
}

/** The operator's list, as far as it is loaded. */
export interface Blocklist {
  /** The listed name that this name is or ends with. */
  find(hostname: string): string | undefined;
  /** Another number whenever `find` may answer differently. */
  version(): number;
  /** Resolves once the list is loaded, or cannot be loaded now; never rejects. */
  ready(): Promise<void>;
}

export interface HostRules {
  /** The blocked or listed name that this host is or belongs to. */
  find(hostname: string): string | undefined;
  /** What happens to a redirect to this host. */
  onRedirect(hostname: string): 'pass' | 'report' | 'block';
  /** Throws `host_blocked` for a new destination on a refused host; `href` is as `new URL(text).href` writes it. */
  check(pointer: string, href: string): void;
}

const DEFAULT_POLICY: BlocklistPolicy = { newLinks: 'refuse', redirects: 'block' };

type RuleDeps = Pick<Deps, 'blocklist' | 'settings'>;

// A redirect compares the rules by identity, to know whether what it has found for a link still holds.
const known = new WeakMap<readonly BlockedHost[], { version: number; rules: HostRules }>();

/** The rules; the same object as long as neither list has changed. */
export function hostRules(blocked: readonly BlockedHost[], { blocklist, settings }: RuleDeps): HostRules {
  const version = blocklist?.version() ?? 0;
  const found = known.get(blocked);
  if (found?.version === version) return found.rules;
  const rules = createRules(blocked, blocklist, settings.blocklist ?? DEFAULT_POLICY);
  known.set(blocked, { version, rules });
  return rules;
}

/** The rules of now, for requests that may wait. */
export async function hostRulesOf(
  deps: RuleDeps & { store: Pick<Deps['store'], 'blockedHosts'> },
): Promise<HostRules> {
  const [blocked] = await Promise.all([deps.store.blockedHosts.known(), deps.blocklist?.ready()]);
  return hostRules(blocked, deps);
}

function createRules(
  blocked: readonly BlockedHost[],
  blocklist: Blocklist | undefined,
  policy: BlocklistPolicy,
): HostRules {
  const hosts = new Set(blocked.map(({ host }) => host));
  const byTeam = (hostname: string) => (hosts.size === 0 ? undefined : inSet(hosts, hostname));
  const refusedBy = (hostname: string) =>
    byTeam(hostname) ?? (policy.newLinks === 'refuse' ? blocklist?.find(hostname) : undefined);
  return {
    find: (hostname) => byTeam(plain(hostname)) ?? blocklist?.find(plain(hostname)),
    onRedirect(hostname) {
      const host = plain(hostname);
      if (byTeam(host) !== undefined) return 'block';
      if (blocklist?.find(host) === undefined) return 'pass';
      return policy.redirects;
    },
    check(pointer, href) {
      const host = refusedBy(plain(hostnameOf(href)));
      if (host === undefined) return;
      const rule = broken('host_blocked', { text: host });
      throw new AppError('host_blocked', detailOf(rule), [fieldError(pointer, rule)]);
    },
  };
}

/** A final dot names the same host. */
const plain = (hostname: string) => (hostname.endsWith('.') ? hostname.slice(0, -1) : hostname);

/** The member that the name is or ends with, by whole labels. */
function inSet(hosts: ReadonlySet<string>, name: string): string | undefined {
  for (let at = 0; at >= 0; at = name.indexOf('.', at) + 1 || -1) {
    const rest = name.slice(at);
    if (hosts.has(rest)) return rest;
  }
  return undefined;
}
