import { and, asc, eq, notExists } from 'drizzle-orm';
import type { DomainStore } from '../../store-ports/admin-stores.ts';
import { domains } from '../schema/admin.ts';
import { links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { type Engine, isUniqueViolation } from '../sql/engine.ts';

export function createDomainStore({ db, atomic }: Engine): DomainStore {
  const all = db.select().from(domains).orderBy(asc(domains.domain)).prepare();
  const list: DomainStore['list'] = async () => all.all();
  return {
    list,
    known: list,
    add: async (domain, note) => {
      try {
        await atomic([db.insert(domains).values(domain).getSQL(), ...auditStatements(note)]);
        return 'added';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },
    update: async (domain, changes, note) => {
      const update = db.update(domains).set(changes).where(eq(domains.domain, domain));
      await atomic([update.getSQL(), ...auditStatements(note)]);
    },
    remove: async (domain, note) => {
      const used = db.select({ id: links.rowId }).from(links).where(eq(links.domain, domain));
      const unused = and(eq(domains.domain, domain), notExists(used));
      const removal = db.delete(domains).where(unused).returning({ domain: domains.domain }).getSQL();
      const [removed = []] = await atomic([removal, ...auditStatements(note, { ifChanged: true })]);
      return removed.length > 0 ? 'removed' : 'in_use';
    },
  };
}
