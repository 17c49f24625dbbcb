import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { changedFields } from '../links/create/ignored-fields.ts';
import type { Deps } from '../ports.ts';
import type { Domain } from './domain.ts';
import { checkedUrls, type DomainUrls } from './domain-urls.ts';
import { showDomain } from './show-domain.ts';

/** Sets where the `/` and the unknown slugs of the domain redirect to; absent fields stay unchanged. */
export async function editDomain(
  deps: Pick<Deps, 'store' | 'settings' | 'requestHost'> & AuthorDeps,
  name: string,
  patch: Partial<DomainUrls>,
): Promise<Domain> {
  const stored = await showDomain(deps, name);
  const { domain, rootUrl, notFoundUrl } = { ...stored, ...patch };
  const urls = await checkedUrls(deps, domain, { rootUrl, notFoundUrl });
  const note = auditNote(deps, 'domain.update', domain, changedFields(urls, stored));
  await deps.store.domains.update(domain, urls, note);
  return { ...stored, ...urls };
}
