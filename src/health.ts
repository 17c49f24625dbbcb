/** `/readyz`, with the statuses of the health check draft for HTTP APIs: pass, warn, fail. */
import { readClient } from './net/client.ts';
import type { Check, Deps } from './ports.ts';
import type { ConnInfo } from './redirect/facts.ts';
import { noteUndeclaredProxy, UNDECLARED_PROXY } from './redirect/proxy-warning.ts';

const WORST_FIRST = ['fail', 'warn', 'pass'] as const;

/** All checks, with status 200, or 503 if one fails, so that load balancers send people elsewhere. */
export async function readiness(deps: Deps, request: Request, conn: ConnInfo): Promise<Response> {
  noteUndeclaredProxy(readClient(request.headers, conn.address, deps.settings.trustedProxies), deps);
  const checks = [...(await deps.health()), proxyCheck(deps.counters.undeclaredProxy)];
  const status = WORST_FIRST.find((each) => checks.some((check) => check.status === each)) ?? 'pass';
  const headers = { 'Cache-Control': 'no-store' };
  return Response.json({ status, checks }, { status: status === 'fail' ? 503 : 200, headers });
}

function proxyCheck(undeclared: boolean): Check {
  const name = 'proxy';
  return undeclared
    ? { name, status: 'warn', detail: UNDECLARED_PROXY }
    : { name, status: 'pass', detail: 'No undeclared proxy was seen.' };
}
