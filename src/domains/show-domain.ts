import { AppError } from '../errors.ts';
import type { Store } from '../store-ports.ts';
import { parseDomain } from '../urls/domain-name.ts';
import type { Domain } from './domain.ts';

/** The further domain of this name; `not_found` for any other, the default one included. */
export async function showDomain(
  { store }: { store: Pick<Store, 'domains'> },
  given: string,
): Promise<Domain> {
  const name = parseDomain(given);
  const found = (await store.domains.list()).find(({ domain }) => domain === name);
  if (!found) throw new AppError('not_found', 'There is no such domain.');
  return found;
}
