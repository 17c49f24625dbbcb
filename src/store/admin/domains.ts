import { and, asc, eq, notExists } from 'drizzle-orm';
import type { DomainStore } from '../../store-ports.ts';
import { domains, links } from '../schema/main.ts';
import { type Engine, isUniqueViolation } from '../sql/engine.ts';

export function createDomainStore({ db }: Engine): DomainStore {
  const all = db.select().from(domains).orderBy(asc(domains.domain)).prepare();
  const list: DomainStore['list'] = async () => all.all();
  return {
    list,
    known: list,
    add: async (domain) => {
      try {
        await db.insert(domains).values(domain);
        return 'added';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },
    update: async (domain, changes) => {
      await db.update(domains).set(changes).where(eq(domains.domain, domain));
    },
    remove: async (domain) => {
      const used = db.select({ id: links.rowId }).from(links).where(eq(links.domain, domain));
      const unused = and(eq(domains.domain, domain), notExists(used));
      const removed = await db.delete(domains).where(unused).returning({ domain: domains.domain });
      return removed.length > 0 ? 'removed' : 'in_use';
    },
  };
}
