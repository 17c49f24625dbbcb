import { AGENT_LIMIT } from '../hits/classify/agent-limit.ts';
import type { Place } from '../hits/geographic-place.ts';
import { type Referrer, readReferrer } from '../hits/referrer.ts';
import { type Language, preferredLanguage } from '../language.ts';
import type { Address } from '../net/address.ts';
import { isInCidrs } from '../net/cidr.ts';
import { type ProxyProblem, readClient } from '../net/client.ts';
import type { Settings } from '../ports.ts';
import type { RequestParts } from './request-parts.ts';

/** What the runtime knows about the connection of a request. */
export interface ConnInfo {
  /** The address of the other end; null if unknown. */
  address: string | null;
  /** The client's place, if the platform knows it. Otherwise it is looked up by address. */
  place?: Place;
  /** The AS number of the client's network, if the platform knows it. */
  asn?: number;
}

/** The settings that change how a request is read. */
export type FactSettings = Pick<Settings, 'trustedProxies' | 'clientHeader' | 'ownNetworks' | 'honourDnt'>;

/** All that the redirect reads of a request, each value cut to its limit. Absent headers are ''. */
export interface RequestFacts {
  method: string;
  host: string;
  pathname: string;
  /** Without its `?`; whole pairs only. */
  rawQuery: string;
  userAgent: string;
  secPurpose: string;
  /** `Purpose`, `X-Purpose` and `X-Moz`, joined. */
  legacyPurpose: string;
  secFetchDest: string;
  secFetchMode: string;
  secFetchSite: string;
  secFetchUser: string;
  /** `Sec-GPC: 1`, or `DNT: 1` if the setting honors it. */
  optedOut: boolean;
  /** Host or Android package of the referrer in lower case. */
  referrer: string;
  /** The referrer as it was sent, with its scheme; never stored. */
  referredBy: Referrer | null;
  language: Language;
  /** The client's address, also behind trusted proxies; null if unknown. */
  address: Address | null;
  /** The address by which requests are limited, also behind an undeclared proxy; null if unknown. Never stored. */
  limitAddress: Address | null;
  /** The AS number that the platform names; null if it names none. */
  asn: number | null;
  /** The browser used HTTPS. */
  secure: boolean;
  /** The client is in one of the operator's own networks. */
  ownNetwork: boolean;
  /** Why a proxy hides the client; null if none does. */
  proxyProblem: ProxyProblem | null;
}

/** In characters. Paths are not cut, since a shorter path could be another link. */
const LIMITS = {
  host: 255,
  query: 4096,
  agent: AGENT_LIMIT,
  purpose: 128,
  fetch: 32,
  referrer: 2048,
  language: 256,
};

/** The only place where a request is read. Values that cannot be parsed become ''. */
export function readFacts(
  { headers, method, url }: RequestParts,
  conn: ConnInfo,
  reading: FactSettings,
): RequestFacts {
  const { host, pathname, protocol, search } = url;
  const client = readClient(headers, conn.address, reading);
  const read = (name: string, limit: number) => headers.get(name)?.slice(0, limit) ?? '';
  const referredBy = readReferrer(read('referer', LIMITS.referrer));
  const legacy = ['purpose', 'x-purpose', 'x-moz'].map((name) => read(name, LIMITS.purpose));
  return {
    method,
    host: host.slice(0, LIMITS.host),
    pathname,
    rawQuery: wholePairs(search.slice(1)),
    userAgent: read('user-agent', LIMITS.agent),
    secPurpose: read('sec-purpose', LIMITS.purpose),
    legacyPurpose: legacy.filter(Boolean).join(', '),
    secFetchDest: read('sec-fetch-dest', LIMITS.fetch),
    secFetchMode: read('sec-fetch-mode', LIMITS.fetch),
    secFetchSite: read('sec-fetch-site', LIMITS.fetch),
    secFetchUser: read('sec-fetch-user', LIMITS.fetch),
    optedOut: headers.get('sec-gpc') === '1' || (reading.honourDnt && headers.get('dnt') === '1'),
    referrer: referredBy === null || referredBy.from === 'word' ? '' : referredBy.name.toLowerCase(),
    referredBy,
    language: preferredLanguage(read('accept-language', LIMITS.language)),
    address: client.address,
    limitAddress: client.limitAddress,
    asn: client.proxyProblem ? null : (conn.asn ?? null),
    secure: (client.scheme || protocol.slice(0, -1)) === 'https',
    ownNetwork: client.address !== null && isInCidrs(reading.ownNetworks, client.address),
    proxyProblem: client.proxyProblem,
  };
}

/** Cuts the query to its limit, between two pairs: half a pair would arrive as another value. */
function wholePairs(query: string): string {
  return query.length <= LIMITS.query
    ? query
    : query.slice(0, Math.max(0, query.lastIndexOf('&', LIMITS.query)));
}
