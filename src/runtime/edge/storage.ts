/** All that speaks SQL at the edge. A redirect out of a cache needs none of it. */
import { createDeliveries } from '../../store/deliver-hits.ts';
import { createRetention } from '../../store/retention.ts';
import { createFolder } from '../../store/roll-up.ts';
import { createStore } from '../../store/store.ts';
import { d1Engine } from '../d1-engine.ts';

/** The parts over one D1; `retentionMonths` of single hits. */
export function openStorage(database: D1Database, retentionMonths: number) {
  const engine = d1Engine(database);
  return {
    ...createStore({ main: engine }),
    folder: createFolder(engine),
    deliveries: createDeliveries(engine),
    retention: { expire: createRetention(engine, retentionMonths) },
  };
}

export type Storage = ReturnType<typeof openStorage>;
