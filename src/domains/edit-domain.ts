import type { Deps } from '../ports.ts';
import type { Domain } from './domain.ts';
import { checkedUrls, type DomainUrls } from './domain-urls.ts';
import { showDomain } from './show-domain.ts';

/** Sets where the domain's `/` and its unknown slugs lead; absent fields stay as they are. */
export async function editDomain(
  deps: Pick<Deps, 'store' | 'settings'>,
  name: string,
  patch: Partial<DomainUrls>,
): Promise<Domain> {
  const stored = await showDomain(deps, name);
  const { domain, rootUrl, notFoundUrl } = { ...stored, ...patch };
  const urls = await checkedUrls(deps, domain, { rootUrl, notFoundUrl });
  await deps.store.domains.update(domain, urls);
  return { ...stored, ...urls };
}
