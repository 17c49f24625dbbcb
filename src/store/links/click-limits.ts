import { sql } from 'drizzle-orm';
import type { ClickLimitStore } from '../../store-ports.ts';
import type { Engine } from '../sql/engine.ts';

export function createClickLimitStore({ db }: Pick<Engine, 'db'>): ClickLimitStore {
  return {
    async takeClick(linkRowId) {
      const taken = await db.all(sql`UPDATE links SET clicks_taken = clicks_taken + 1
        WHERE id = ${linkRowId} AND clicks_taken < max_clicks RETURNING id`);
      return taken.length > 0;
    },
  };
}
