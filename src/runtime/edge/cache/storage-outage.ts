/** Remembers that D1 does not answer, so that one visitor notices it and the others do not wait. */
import type { Clock, Log } from '../../../ports.ts';
import { SECOND } from '../../../time.ts';

/** D1 is asked again after so long. */
const RETRY_AFTER_MS = 5 * SECOND;

export interface StorageOutage {
  /** Whether D1 should be asked: always, but only once in a few seconds while it does not answer. */
  mayAsk(): boolean;
  /** How long to wait for D1 where there is an old value: `ms`, or not at all while it does not answer. */
  patience(ms: number): number;
  /** D1 has failed, or did not answer in time. */
  begin(err: unknown): void;
  /** D1 has answered. */
  end(): void;
}

export function createStorageOutage({ clock, log }: { clock: Clock; log: Log }): StorageOutage {
  let askAgainAt: number | undefined;
  return {
    mayAsk() {
      if (askAgainAt === undefined) return true;
      if (clock() < askAgainAt) return false;
      askAgainAt = clock() + RETRY_AFTER_MS;
      return true;
    },
    patience: (ms) => (askAgainAt === undefined ? ms : 0),
    begin(err) {
      if (askAgainAt !== undefined && clock() < askAgainAt) return;
      askAgainAt = clock() + RETRY_AFTER_MS;
      log.error({ err }, 'D1 does not answer: links that a cache has are served for up to an hour');
    },
    end() {
      askAgainAt = undefined;
    },
  };
}
