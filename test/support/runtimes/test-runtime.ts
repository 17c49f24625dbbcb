import type { HitLog, Passwords } from '../../../src/ports.ts';
import type { Engine } from '../../../src/store/sql/engine.ts';
import type { SumsRunner } from '../../../src/store/sums/runner.ts';
import type { Store } from '../../../src/store-ports.ts';

/** What each home brings: its databases and its way to keep a hit. */
export interface Home {
  store: Store;
  sums: SumsRunner;
  /** Reads every table, for tests that look under the API. */
  engine: Engine;
  hitLog: HitLog;
  passwords: Passwords;
  /** What this home does once an answer has left, done: at the edge hits are stored only then. */
  afterAnswer?(): Promise<void>;
  /** Everything handed over is stored. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}
