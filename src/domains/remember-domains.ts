import type { Domain, DomainStore } from '../store-ports.ts';

/** The same domains, their list kept in memory by the one process that makes every change itself. */
export function rememberDomains(domains: DomainStore): DomainStore {
  let known: Domain[] | undefined;
  let changes = 0;

  const forget = () => {
    changes++;
    known = undefined;
  };
  const forgetting = async <T>(write: () => Promise<T>): Promise<T> => {
    forget();
    try {
      return await write();
    } finally {
      forget();
    }
  };
  const list = async () => {
    if (known) return known;
    const before = changes;
    const read = await domains.list();
    if (before === changes) known = read;
    return read;
  };

  return {
    list,
    known: list,
    add: (domain) => forgetting(() => domains.add(domain)),
    update: (domain, changed) => forgetting(() => domains.update(domain, changed)),
    remove: (domain) => forgetting(() => domains.remove(domain)),
  };
}
