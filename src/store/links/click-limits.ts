import { and, eq, lt, sql } from 'drizzle-orm';
import type { ClickLimitStore } from '../../store-ports.ts';
import { links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';

export function createClickLimitStore({ db }: Pick<Engine, 'db'>): ClickLimitStore {
  const { rowId, clicksTaken, maxClicks } = links;
  // Prepared once, because every click on a limited link runs it.
  const take = db
    .update(links)
    .set({ clicksTaken: sql`${clicksTaken} + 1` })
    .where(and(eq(rowId, sql.placeholder('rowId')), lt(clicksTaken, maxClicks)))
    .returning({ rowId })
    .prepare();
  return {
    takeClick: async (linkRowId) => (await take.all({ rowId: linkRowId })).length > 0,
  };
}
