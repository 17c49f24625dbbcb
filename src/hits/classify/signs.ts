/** What speaks against a person. One sign flags a click, two make a scanner (docs/adr/0009). */
import { tellsItsWay } from './browsers.ts';

/** Reasons that flag a click for what its request alone shows. */
export const FLAGS = ['no_fetch_metadata', 'hosting_network'] as const;
export type Flag = (typeof FLAGS)[number];

/** Clicks on so many links from one network within so many milliseconds. */
export const BURST = { links: 4, withinMs: 2_000 };

/** What a request shows of its transport and its way; header values are raw, '' where absent. */
export interface Showing {
  userAgent: string;
  secFetchDest: string;
  secFetchMode: string;
  secFetchSite: string;
  secFetchUser: string;
  /** The browser spoke HTTPS: only then does it tell how it navigates. */
  secure: boolean;
  /** The number of the client's network (AS); null where the platform does not tell. */
  asn: number | null;
}

/**
 * Networks of rented servers and of mail filters, where hardly a person sits, by the numbers their operators publish. Not
 * among them: VPNs, relays and company gateways, through which people do read.
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
const HOSTING_NETWORKS = new Set(Object.values(HOSTING).flat());

/** The signs that one request shows by itself. */
export function signsOf(request: Showing): Flag[] {
  const signs: Flag[] = [];
  if (hidesItsWay(request)) signs.push('no_fetch_metadata');
  if (request.asn !== null && HOSTING_NETWORKS.has(request.asn)) signs.push('hosting_network');
  return signs;
}

function hidesItsWay(request: Showing): boolean {
  const { secure, secFetchDest, secFetchMode, secFetchSite, secFetchUser } = request;
  const silent = !secFetchDest && !secFetchMode && !secFetchSite && !secFetchUser;
  return secure && silent && tellsItsWay(request.userAgent);
}
