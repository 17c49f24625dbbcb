import type { Reach } from '../../../src/net/reach.ts';
import type { HitLog, Outgoing, PasswordHashing } from '../../../src/ports.ts';
import type { Engine } from '../../../src/store/sql/engine.ts';
import type { SumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import type { CachedStore } from '../../../src/store-ports/store.ts';

/** What each runtime provides: its databases and its hit log. */
export interface TestRuntime {
  store: CachedStore;
  sums: SumsRunner;
  /** Reads every table, for tests that look below the API. */
  engine: Engine;
  hitLog: HitLog;
  passwords: PasswordHashing;
  /** Outgoing requests of this runtime, to servers of the Internet or as far as the rules allow. */
  outgoing(reach?: Reach): Outgoing;
  /** Finishes the work that this runtime does after an answer: at the edge, hits are stored only then. */
  afterAnswer?(): Promise<void>;
  /** Resolves once every hit handed over is stored. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}
