import type { Deps } from '../ports.ts';

/**
 * Notes that a request came through a proxy that `SOTTO_TRUST_PROXY` does not name, and logs a warning the first time:
 * behind such a proxy, visitors cannot be distinguished.
 */
export function noteUndeclaredProxy(
  client: { undeclaredProxy: boolean },
  { counters, log }: Pick<Deps, 'counters' | 'log'>,
): void {
  if (!client.undeclaredProxy || counters.undeclaredProxy) return;
  counters.undeclaredProxy = true;
  log.warn({}, UNDECLARED_PROXY);
}

export const UNDECLARED_PROXY =
  'Requests come through an undeclared proxy, so visitors cannot be distinguished, have no country and are not ' +
  'excluded. Set SOTTO_TRUST_PROXY to the address or network of the proxy; for a proxy on this machine that is the ' +
  'loopback address.';
