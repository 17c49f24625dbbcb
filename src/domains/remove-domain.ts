import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { AppError } from '../errors.ts';
import type { Store } from '../store-ports/store.ts';
import { showDomain } from './show-domain.ts';

/** Removes a domain; throws `domain_in_use` while it has a link, even a deleted one. */
export async function removeDomain(
  deps: { store: Pick<Store, 'domains'> } & AuthorDeps,
  name: string,
): Promise<void> {
  const { domain } = await showDomain(deps, name);
  const note = auditNote(deps, 'domain.delete', domain);
  if ((await deps.store.domains.remove(domain, note)) === 'in_use') {
    throw new AppError('domain_in_use', `The domain ${domain} has links, which would stop working.`);
  }
}
