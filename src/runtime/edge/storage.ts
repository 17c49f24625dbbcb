/** All that speaks SQL at the edge. A redirect whose link is in a cache needs none of it. */
import { createDeliveries } from '../../store/hit-log/deliveries.ts';
import { createStore } from '../../store/store.ts';
import { createSumsRunner } from '../../store/sums/runner.ts';
import { d1Engine } from '../d1-engine.ts';
import { renewWriter } from './queue/renew-writer.ts';
import { createParkedRetry } from './queue/retry-dead-letters.ts';

/** The store over one D1, with what the queue's consumer and cron need besides. */
export function openStorage(database: D1Database) {
  const engine = d1Engine(database);
  const open = () => createStore({ main: engine, redelivers: true });
  const { writer: _, ...store } = open();
  const deliveries = renewWriter(() => createDeliveries(engine, open().writer));
  const parked = { retry: createParkedRetry(engine, deliveries) };
  return { ...store, sums: createSumsRunner(engine), deliveries, parked };
}

export type Storage = ReturnType<typeof openStorage>;
