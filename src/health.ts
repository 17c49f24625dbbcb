/** `/readyz`, with the statuses of the health check draft for HTTP APIs: pass, warn, fail. */
import { readClient } from './net/client.ts';
import type { Check, Deps } from './ports.ts';
import type { ConnInfo } from './redirect/facts.ts';
import { noteUndeclaredProxy, UNDECLARED_PROXY } from './redirect/proxy-warning.ts';
import { SECOND } from './time.ts';

const WORST_FIRST = ['fail', 'warn', 'pass'] as const;

/** How long strangers get the same answer: a check writes to the database. */
const REUSED_MS = SECOND;

export interface Readiness {
  /** The worst status of all checks: 200, or 503 if one fails, so that load balancers send people elsewhere. */
  summary(request: Request, conn: ConnInfo): Promise<Response>;
  /** The same with all checks. */
  details(request: Request, conn: ConnInfo): Promise<Response>;
}

export function createReadiness(deps: Deps): Readiness {
  // The checks and not their promise, because workerd ties a promise to the request that made it.
  let recent: { at: number; checks: Check[] } | undefined;

  const check = async (request: Request, conn: ConnInfo, maxAgeMs: number) => {
    noteUndeclaredProxy(readClient(request.headers, conn.address, deps.settings.trustedProxies), deps);
    const at = deps.clock();
    if (!recent || Math.abs(at - recent.at) >= maxAgeMs) recent = { at, checks: await deps.health() };
    const checks = [...recent.checks, proxyCheck(deps.counters.undeclaredProxy)];
    const status = WORST_FIRST.find((each) => checks.some((one) => one.status === each)) ?? 'pass';
    return { status, checks };
  };

  return {
    async summary(request, conn) {
      const { status } = await check(request, conn, REUSED_MS);
      return answer({ status });
    },
    details: async (request, conn) => answer(await check(request, conn, 0)),
  };
}

function answer(body: { status: Check['status'] }): Response {
  const headers = { 'Cache-Control': 'no-store' };
  return Response.json(body, { status: body.status === 'fail' ? 503 : 200, headers });
}

function proxyCheck(undeclared: boolean): Check {
  const name = 'proxy';
  return undeclared
    ? { name, status: 'warn', detail: UNDECLARED_PROXY }
    : { name, status: 'pass', detail: 'No undeclared proxy was seen.' };
}
