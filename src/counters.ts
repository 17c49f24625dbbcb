/** What has happened since the start, as plain numbers: counted on the way, looked at only when somebody asks. */
import type { Kind } from './hits/hit.ts';

export interface Counters {
  hits: Record<Kind, number>;
  /** Hits that could not be stored. */
  hitsDropped: number;
  /** When the last of them was lost, in UTC milliseconds; null: none was. */
  hitsDroppedAt: number | null;
  /** Answers to requests for short links, by HTTP status. */
  redirects: Map<number, number>;
  apiRequests: Map<string, ApiRequests>;
  /** Set by the first request that came through a proxy which no setting names. */
  undeclaredProxy: boolean;
}

/** Requests to one route, which is a pattern of ours and never what was asked for. */
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
    apiRequests: new Map(),
    undeclaredProxy: false,
  };
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
