/** Finds the app that a `Referer` is evidence of, by exact scheme, host or package. */
import { APP_ENTRIES, type App } from './apps/apps.ts';
import type { Certainty } from './hit.ts';

/** Where a link was opened, according to its `Referer`. A package keeps its case, a host is lower case. */
export interface Referrer {
  from: 'web' | 'android' | 'word';
  /** A host, a package, or for `word` the bare name of a known package. */
  name: string;
}

export interface ReferrerEvidence {
  app: App;
  certainty: Certainty;
}

const LONGEST_HOST = 253; // as DNS allows

const HOSTS = new Map<string, ReferrerEvidence>();
const DOMAINS = new Map<string, ReferrerEvidence>();
const PACKAGES = new Map<string, ReferrerEvidence>();

for (const [app, { referrers = [] }] of APP_ENTRIES) {
  for (const { hosts = [], under = [], packages = [], certainty = 'sure' } of referrers) {
    for (const host of hosts) HOSTS.set(host, { app, certainty });
    for (const domain of under) DOMAINS.set(domain, { app, certainty });
    for (const name of packages) PACKAGES.set(name, { app, certainty });
  }
}

/** Reads the header; null if it names neither host nor package. Paths and queries are dropped here. */
export function readReferrer(header: string): Referrer | null {
  const url = header === '' ? null : URL.parse(header);
  // Some apps send only the name of their package.
  if (url === null) return PACKAGES.has(header) ? { from: 'word', name: header } : null;
  const name = url.hostname.replace(/\.$/, '');
  if (name === '' || name.length > LONGEST_HOST) return null;
  if (url.protocol === 'http:' || url.protocol === 'https:') return { from: 'web', name };
  const isPackage = url.protocol === 'android-app:' && /^\w+(?:\.\w+)+$/.test(name);
  return isPackage ? { from: 'android', name } : null;
}

/** The app that the referrer is evidence of; undefined without a referrer or for an unknown one. */
export function appOfReferrer(referrer: Referrer | null): ReferrerEvidence | undefined {
  if (referrer === null) return undefined;
  const { from, name } = referrer;
  if (from === 'web') return HOSTS.get(name) ?? domainOf(name);
  const evidence = PACKAGES.get(name);
  return evidence && from === 'word' ? { ...evidence, certainty: 'claimed' } : evidence;
}

const domainOf = (host: string): ReferrerEvidence | undefined => DOMAINS.get(domainAbove(host) ?? '');

/** The listed domain that the host is in. */
function domainAbove(host: string): string | undefined {
  for (let dot = -1; ; ) {
    const domain = host.slice(dot + 1);
    if (DOMAINS.has(domain)) return domain;
    dot = host.indexOf('.', dot + 1);
    if (dot < 0) return undefined;
  }
}

const LOWER_PACKAGES = new Set([...PACKAGES.keys()].map((name) => name.toLowerCase()));

/**
 * What the list of apps itself contains of this host or package, in lower case: the whole of it, or the domain that it
 * is in. Undefined if it contains neither.
 */
export const listedReferrer = (name: string): string | undefined =>
  HOSTS.has(name) || LOWER_PACKAGES.has(name) ? name : domainAbove(name);
