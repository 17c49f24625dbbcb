import { and, eq, lt, sql } from 'drizzle-orm';
import type { ClickLimitStore } from '../../store-ports/hit-stores.ts';
import { links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';

export function createClickLimitStore({ db }: Pick<Engine, 'db'>): ClickLimitStore {
  const { rowId, clicksTaken, maxClicks } = links;
  // Prepared once, because every click on a limited link runs it.
  const take = db
    .update(links)
    .set({ clicksTaken: sql`min(${clicksTaken} + 1, ${maxClicks} - ${sql.placeholder('kept')})` })
    .where(and(eq(rowId, sql.placeholder('rowId')), lt(clicksTaken, maxClicks)))
    .returning({ rowId })
    .prepare();
  return {
    takeClick: async (linkRowId, keepLast) =>
      (await take.all({ rowId: linkRowId, kept: keepLast ? 1 : 0 })).length > 0,
  };
}
