/** Everything at the edge that speaks SQL. A redirect of a cached link does not load it. */
import { createDeliveries } from '../../store/hit-log/queue-deliveries.ts';
import { createStore } from '../../store/store.ts';
import { createSumsRunner } from '../../store/sums/sums-jobs.ts';
import { d1Engine } from '../d1-engine.ts';
import { renewWriter } from './queue/renew-writer.ts';
import { createDeadLetterRetry } from './queue/retry-dead-letters.ts';

/** The longest time for which a caller of the API waits for one answer of D1. */
const API_TIMEOUT_MS = 10_000;

/** The store over one D1, and what else the queue consumer and cron need. */
export function openStorage(database: D1Database) {
  const { writer: _, ...store } = createStore({ main: d1Engine(database, API_TIMEOUT_MS), redelivers: true });
  const engine = d1Engine(database);
  const openWriter = () => createStore({ main: engine, redelivers: true }).writer;
  const deliveries = renewWriter(() => createDeliveries(engine, openWriter()));
  const deadLetters = { retry: createDeadLetterRetry(engine, deliveries) };
  return { ...store, sums: createSumsRunner(engine), deliveries, deadLetters };
}

export type EdgeStorage = ReturnType<typeof openStorage>;
