import { AGENT_LIMIT } from '../hits/classify/agent.ts';
import type { Place } from '../hits/place.ts';
import { type Referrer, readReferrer } from '../hits/referrer.ts';
import { readClient } from '../net/client.ts';
import { isIn } from '../net/network.ts';
import type { Settings } from '../ports.ts';
import { type Language, preferredLanguage } from '../visitor-pages/language.ts';
import type { Asked } from './request-parts.ts';

/** What the transport knows beside the request. */
export interface Peer {
  /** Of the other end of the connection; null where it cannot tell. */
  address: string | null;
  /** Where the platform knows the place, its word; else it is found by the address. */
  place?: Place;
  /** The number of the client's network (AS), where the platform knows it. */
  network?: number;
}

/** The settings that change how a request is read. */
export type Reading = Pick<Settings, 'trustedProxies' | 'ownNetworks' | 'honourDnt'>;

/** All that the redirect looks at, each cut to its limit. Absent headers are ''. */
export interface Facts {
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
  /** `Sec-GPC: 1`, or `DNT: 1` where that is honoured. */
  optedOut: boolean;
  /** Host or Android package in lower case, never more. */
  referrer: string;
  /** The same as it came, and from which scheme; never stored. */
  referredBy: Referrer | null;
  language: Language;
  /** The client's, behind declared proxies too; null where nobody can tell. */
  address: string | null;
  /** The platform's word, null without one. */
  place: Place | null;
  /** The number of the client's network (AS), by the platform's word; null without one. */
  asn: number | null;
  /** The browser spoke HTTPS. */
  secure: boolean;
  /** The client is in one of the operator's own networks. */
  ownNetwork: boolean;
  /** Everybody seems to come from one inner address: a proxy's, which no setting names. */
  undeclaredProxy: boolean;
}

/** In characters. Paths are not cut: a cut path could be another link. */
const LIMITS = {
  host: 255,
  query: 4096,
  agent: AGENT_LIMIT,
  purpose: 128,
  fetch: 32,
  referrer: 2048,
  language: 256,
};

/** The one place where a request is read; what it cannot parse is ''. */
export function readFacts({ headers, method, url }: Asked, peer: Peer, reading: Reading): Facts {
  const { host, pathname, protocol, search } = url;
  const client = readClient(headers, peer.address, reading.trustedProxies);
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
    address: client.address?.toString() ?? null,
    place: peer.place ?? null,
    asn: client.undeclaredProxy ? null : (peer.network ?? null),
    secure: (client.scheme || protocol.slice(0, -1)) === 'https',
    ownNetwork: client.address !== null && isIn(reading.ownNetworks, client.address),
    undeclaredProxy: client.undeclaredProxy,
  };
}

/** A pair cut in two would arrive as another value: the one that crosses the limit goes as a whole. */
function wholePairs(query: string): string {
  return query.length <= LIMITS.query
    ? query
    : query.slice(0, Math.max(0, query.lastIndexOf('&', LIMITS.query)));
}
