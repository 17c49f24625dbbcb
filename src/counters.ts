/** Counters since the start of the process, as plain numbers that are read by metrics and health checks. */
import type { HitKind } from './hits/hit.ts';
import type { ProxyProblem } from './net/client.ts';
import type { ShareSource } from './shares/share.ts';

export interface Counters {
  hits: Record<HitKind, number>;
  /** Hits that could not be stored. */
  hitsDropped: number;
  /** The time of the newest of these losses in UTC milliseconds, or null. */
  hitsDroppedAt: number | null;
  /** Answers to requests for short links, by HTTP status. */
  redirects: Map<number, number>;
  /** Redirects to hosts of a list that only reports. */
  listedRedirects: number;
  apiRequests: Map<string, ApiRequests>;
  /** The ways in which proxies have hidden the clients of requests. */
  proxyProblems: Set<ProxyProblem>;
  /** Requests for existing links whose `Host` is neither the public one nor a domain's. */
  foreignHosts: number;
  unknownSlugs: UnknownSlugRequests;
  /** Shares: stored ones by source, those beyond the limit of their network, and those that could not be stored. */
  shares: { stored: Record<ShareSource, number>; limited: number; dropped: number };
  /** Passwords that were not checked: beyond the limits, or because too many others were being checked. */
  passwordsRefused: { limited: number; busy: number };
}

/** Requests for addresses that do not exist. */
export interface UnknownSlugRequests {
  requested: number;
  /** Those that were refused because their network had made too many. */
  limited: number;
  /** The time of the newest refusal in UTC milliseconds, or null. */
  limitedAt: number | null;
}

/** Requests to one route. It is the pattern of the route, not the path that was requested. */
export interface ApiRequests {
  method: string;
  route: string;
  status: number;
  times: number;
}

export function createCounters(): Counters {
  return {
    hits: { click: 0, repeat: 0, preview: 0, prefetch: 0, scanner: 0, bot: 0 },
    hitsDropped: 0,
    hitsDroppedAt: null,
    redirects: new Map(),
    listedRedirects: 0,
    apiRequests: new Map(),
    proxyProblems: new Set(),
    foreignHosts: 0,
    unknownSlugs: { requested: 0, limited: 0, limitedAt: null },
    shares: { stored: { link: 0, browser: 0 }, limited: 0, dropped: 0 },
    passwordsRefused: { limited: 0, busy: 0 },
  };
}

export function countStored(counters: Counters, hits: readonly { kind: HitKind }[]): void {
  for (const { kind } of hits) counters.hits[kind] += 1;
}

/** Counts `hits` that could not be stored, at `now` (UTC milliseconds). */
export function countLost(counters: Counters, hits: number, now: number): void {
  counters.hitsDropped += hits;
  counters.hitsDroppedAt = now;
}

export function countRedirect({ redirects }: Counters, status: number): void {
  redirects.set(status, (redirects.get(status) ?? 0) + 1);
}

export function countApiRequest({ apiRequests }: Counters, request: Omit<ApiRequests, 'times'>): void {
  const key = `${request.status} ${request.method} ${request.route}`;
  const known = apiRequests.get(key);
  if (known) known.times += 1;
  else apiRequests.set(key, { ...request, times: 1 });
}
