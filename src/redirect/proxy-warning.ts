import type { Deps } from '../ports.ts';

/**
 * Remembers that a request came through a proxy which no setting names, and says so in the log the first time:
 * behind it nobody can be told apart.
 */
export function noteProxy(client: { undeclaredProxy: boolean }, { counters, log }: NoteDeps): void {
  if (!client.undeclaredProxy || counters.undeclaredProxy) return;
  counters.undeclaredProxy = true;
  log.warn({}, UNDECLARED_PROXY);
}

type NoteDeps = Pick<Deps, 'counters' | 'log'>;

export const UNDECLARED_PROXY =
  'Requests come through a proxy that is not declared, so their visitors cannot be told apart, have no country and ' +
  'are not excluded. Set SOTTO_TRUST_PROXY to its address or network; for one on this machine that is the loopback address.';
