/** The team's block list: hosts to which no link may lead. It takes effect everywhere within a minute. */
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { AppError, invalid } from '../errors.ts';
import type { Store } from '../store-ports/store.ts';
import { trimAddress } from '../urls/destination.ts';
import type { BlockedHost } from './host-rules.ts';
import { parseHost } from './parse-hosts.ts';

/** More belong into the list of `SOTTO_BLOCKLIST`. */
export const MAX_BLOCKED_HOSTS = 1_000;

type BlockDeps = { store: Pick<Store, 'blockedHosts'> } & AuthorDeps;

/** Blocks a host and its subdomains; a blocked one stays as it is. Throws `validation` and `too_many_rows`. */
export async function blockHost(
  deps: BlockDeps,
  { host: given, reason }: { host: string; reason: string | null },
): Promise<{ created: boolean; blocked: Omit<BlockedHost, 'rowId'> }> {
  const host = parseHost(trimAddress(given));
  if (host === undefined) {
    throw invalid(
      '/host',
      'Must be a host name such as bad.example, or an IP address, without anything else.',
    );
  }
  const blocked = { host, reason, createdAt: deps.clock() };
  const note = auditNote(deps, 'host.block', host);
  const outcome = await deps.store.blockedHosts.add(blocked, { max: MAX_BLOCKED_HOSTS, note });
  if (outcome === 'full') {
    const detail = `At most ${MAX_BLOCKED_HOSTS} hosts can be blocked. Put further ones into the list of SOTTO_BLOCKLIST.`;
    throw new AppError('too_many_rows', detail, [{ pointer: '/host', detail }]);
  }
  if (outcome === 'added') return { created: true, blocked };
  return { created: false, blocked: await showBlockedHost(deps, host) };
}

/** Throws `not_found`. */
export async function showBlockedHost(deps: Pick<BlockDeps, 'store'>, given: string): Promise<BlockedHost> {
  const host = parseHost(given);
  const found = (await deps.store.blockedHosts.list()).find((blocked) => blocked.host === host);
  if (!found) throw new AppError('not_found', 'This host is not blocked.');
  return found;
}

/** Throws `not_found`. */
export async function unblockHost(deps: BlockDeps, given: string): Promise<void> {
  const { host } = await showBlockedHost(deps, given);
  await deps.store.blockedHosts.remove(host, auditNote(deps, 'host.unblock', host));
}
