import type { ProxyProblem } from '../net/client.ts';
import type { Deps } from '../ports.ts';

/** Notes that a proxy hides the clients of requests, and logs a warning the first time. */
export function noteProxyProblem(
  { proxyProblem }: { proxyProblem: ProxyProblem | null },
  { counters, log }: Pick<Deps, 'counters' | 'log'>,
): void {
  if (proxyProblem === null || counters.proxyProblems.has(proxyProblem)) return;
  counters.proxyProblems.add(proxyProblem);
  log.warn({}, PROXY_PROBLEMS[proxyProblem]);
}

const CONSEQUENCE = 'so visitors cannot be distinguished, have no country and are not excluded.';

/** What each problem means, and what to do about it. */
export const PROXY_PROBLEMS: Record<ProxyProblem, string> = {
  undeclared:
    `Requests come through an undeclared proxy, ${CONSEQUENCE} Set SOTTO_TRUST_PROXY to the address or network of ` +
    'the proxy; for a proxy on this machine that is the loopback address.',
  unnamed:
    `Requests come through a trusted proxy that does not name their client, ${CONSEQUENCE} Let the proxy send ` +
    'X-Forwarded-For, or set SOTTO_CLIENT_HEADER to the header that it sends.',
};
