import { asc, sql } from 'drizzle-orm';
import type { BlockedHostStore } from '../../store-ports/admin-stores.ts';
import { blockedHosts } from '../schema/admin.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

export function createBlockedHostStore({ db, atomic }: Engine): BlockedHostStore {
  const all = db.select().from(blockedHosts).orderBy(asc(blockedHosts.rowId)).prepare();
  const list: BlockedHostStore['list'] = async () => all.all();
  return {
    list,
    known: list,
    async add({ host, reason, createdAt }, { max, note }) {
      const insert = sql`INSERT INTO blocked_hosts (host, reason, created_at) SELECT ${host}, ${reason}, ${createdAt}
        WHERE (SELECT count(*) FROM blocked_hosts) < ${max} ON CONFLICT DO NOTHING RETURNING id`;
      const [added = []] = await atomic([insert, ...auditStatements(note, { ifChanged: true })]);
      if (added.length > 0) return 'added';
      return (await list()).some((blocked) => blocked.host === host) ? 'known' : 'full';
    },
    async remove(host, note) {
      const removal = sql`DELETE FROM blocked_hosts WHERE host = ${host}`;
      await atomic([removal, ...auditStatements(note, { ifChanged: true })]);
    },
  };
}
