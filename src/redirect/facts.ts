import { AGENT_LIMIT } from '../hits/agent.ts';
import { type Language, preferredLanguage } from './language.ts';

/** What the transport knows beside the request; `address` is null where it cannot tell. */
export interface Peer {
  address: string | null;
}

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
  gpc: boolean;
  /** Host or Android package in lower case, never more. */
  referrer: string;
  language: Language;
  address: string | null;
  /** The request names another peer than the transport does. */
  forwarded: boolean;
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
export function readFacts(request: Request, peer: Peer): Facts {
  const { headers, method, url } = request;
  const { host, pathname, search } = new URL(url);
  const read = (name: string, limit: number) => headers.get(name)?.slice(0, limit) ?? '';
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
    gpc: headers.get('sec-gpc') === '1',
    referrer: referrerHost(read('referer', LIMITS.referrer)),
    language: preferredLanguage(read('accept-language', LIMITS.language)),
    address: peer.address,
    forwarded: headers.has('x-forwarded-for'),
  };
}

/** A pair cut in two would arrive as another value: the one that crosses the limit goes as a whole. */
function wholePairs(query: string): string {
  return query.length <= LIMITS.query
    ? query
    : query.slice(0, Math.max(0, query.lastIndexOf('&', LIMITS.query)));
}

function referrerHost(referrer: string): string {
  const url = referrer === '' ? null : URL.parse(referrer);
  if (url === null) return '';
  const host = url.hostname.toLowerCase();
  if (url.protocol === 'http:' || url.protocol === 'https:') return host;
  return url.protocol === 'android-app:' && /^\w+(?:\.\w+)+$/.test(host) ? host : '';
}
