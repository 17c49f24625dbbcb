import { AppError } from '../errors.ts';
import type { Store } from '../store-ports/store.ts';
import { parseDomain } from '../urls/domain-name.ts';
import type { Domain } from './domain.ts';

/** The domain of this name; throws `not_found` for an unknown name and for the default domain. */
export async function showDomain(
  { store }: { store: Pick<Store, 'domains'> },
  given: string,
): Promise<Domain> {
  const name = parseDomain(given);
  const found = (await store.domains.list()).find(({ domain }) => domain === name);
  if (!found) throw new AppError('not_found', 'Unknown domain.');
  return found;
}
