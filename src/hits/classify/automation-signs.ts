/** Signs of automation. One sign flags a click, two make it a scanner (docs/adr/0009). */
import type { Reason } from '../reasons.ts';
import { sendsFetchMetadata } from './browsers.ts';

/** Reasons that flag a click by its request alone. */
export const FLAG_REASONS = ['no_fetch_metadata', 'hosting_network'] as const;
export type Flag = (typeof FLAG_REASONS)[number];

/**
 * The reason of a click by a program that finds the address of a link for its user and then hands this address to the
 * browser. The hit becomes a bot with the same reason if somebody from its network opens the link within `LOOK_UP_MS`.
 */
export const LOOK_UP_REASON = 'look_up' satisfies Reason;
export const LOOK_UP_MS = 10_000;

/** A burst: clicks on `links` links from one network within `withinMs` milliseconds. */
export const CLICK_BURST = { links: 4, withinMs: 2_000 };

/** What a request shows of its transport and navigation. Header values are raw, '' if absent. */
export interface RequestSignals {
  userAgent: string;
  secFetchDest: string;
  secFetchMode: string;
  secFetchSite: string;
  secFetchUser: string;
  /** The browser used HTTPS: only then does it send `Sec-Fetch-*`. */
  secure: boolean;
  /** The AS number of the client's network; null if the platform does not know it. */
  asn: number | null;
}

/**
 * AS numbers of hosting providers and mail filters, as their operators publish them. VPNs, relays and company gateways
 * are left out, since people browse through them.
 */
const HOSTING = {
  Amazon: [16509, 14618],
  Barracuda: [15324],
  DigitalOcean: [14061],
  'Google Cloud': [396982],
  Hetzner: [24940, 213230],
  Linode: [63949],
  Microsoft: [8075],
  Mimecast: [30031, 42427],
  'Oracle Cloud': [31898],
  OVH: [16276],
  Proofpoint: [26211, 22843, 52129],
  Scaleway: [12876],
  Vultr: [20473],
};
const HOSTING_ASNS = new Set(Object.values(HOSTING).flat());

/** The signs that one request shows on its own. */
export function automationSignsOf(request: RequestSignals): Flag[] {
  const signs: Flag[] = [];
  if (lacksFetchMetadata(request)) signs.push('no_fetch_metadata');
  if (request.asn !== null && HOSTING_ASNS.has(request.asn)) signs.push('hosting_network');
  return signs;
}

function lacksFetchMetadata(request: RequestSignals): boolean {
  const { secure, secFetchDest, secFetchMode, secFetchSite, secFetchUser } = request;
  const silent = !secFetchDest && !secFetchMode && !secFetchSite && !secFetchUser;
  return secure && silent && sendsFetchMetadata(request.userAgent);
}
