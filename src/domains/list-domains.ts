import type { Store } from '../store-ports/store.ts';
import type { Domain } from './domain.ts';

/** All domains except the default one, oldest first. */
export async function listDomains({ store }: { store: Pick<Store, 'domains'> }): Promise<Domain[]> {
  const domains = await store.domains.list();
  return domains.toSorted((a, b) => a.createdAt - b.createdAt);
}
