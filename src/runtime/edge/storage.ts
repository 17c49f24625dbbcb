/** Everything at the edge that speaks SQL. A redirect of a cached link does not load it. */
import { createDeliveries } from '../../store/hit-log/deliveries.ts';
import { createStore } from '../../store/store.ts';
import { createSumsRunner } from '../../store/sums/runner.ts';
import { d1Engine } from '../d1-engine.ts';
import { renewWriter } from './queue/renew-writer.ts';
import { createDeadLetterRetry } from './queue/retry-dead-letters.ts';

/** The store over one D1, and what else the queue consumer and cron need. */
export function openStorage(database: D1Database) {
  const engine = d1Engine(database);
  const open = () => createStore({ main: engine, redelivers: true });
  const { writer: _, ...store } = open();
  const deliveries = renewWriter(() => createDeliveries(engine, open().writer));
  const deadLetters = { retry: createDeadLetterRetry(engine, deliveries) };
  return { ...store, sums: createSumsRunner(engine), deliveries, deadLetters };
}

export type Storage = ReturnType<typeof openStorage>;
