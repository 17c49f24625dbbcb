import { AppError } from '../errors.ts';
import type { Store } from '../store-ports.ts';
import { showDomain } from './show-domain.ts';

/** Gives a domain up; `domain_in_use` while a link, even a deleted one, stands under it. */
export async function removeDomain(deps: { store: Pick<Store, 'domains'> }, name: string): Promise<void> {
  const { domain } = await showDomain(deps, name);
  if ((await deps.store.domains.remove(domain)) === 'in_use') {
    throw new AppError('domain_in_use', `Links stand under ${domain}: their slugs would lead nowhere.`);
  }
}
