import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { AppError, invalid } from '../errors.ts';
import { domainHost } from '../links/link-domain.ts';
import type { Deps } from '../ports.ts';
import { comparableHost, trimAddress } from '../urls/destination.ts';
import { parseDomain } from '../urls/domain-name.ts';
import type { Domain } from './domain.ts';
import { checkedUrls, type DomainUrls } from './domain-urls.ts';

/** Adds a domain for links; throws `domain_taken` if it exists. */
export async function addDomain(
  deps: Pick<Deps, 'store' | 'settings' | 'requestHost'> & AuthorDeps,
  { domain: given, ...urls }: DomainUrls & { domain: string },
): Promise<Domain> {
  const domain = parseDomain(trimAddress(given));
  if (domain === null)
    throw invalid('/domain', 'A domain is a host name such as go.example, optionally with a port.');
  if (domain === comparableHost(domainHost(deps.settings, '')))
    throw invalid('/domain', 'This is the default domain.');
  const added = { domain, ...(await checkedUrls(deps, domain, urls)), createdAt: deps.clock() };
  const note = auditNote(deps, 'domain.create', domain, Object.keys(urls));
  if ((await deps.store.domains.add(added, note)) === 'taken') {
    throw new AppError('domain_taken', `The domain ${domain} exists already.`);
  }
  return added;
}
