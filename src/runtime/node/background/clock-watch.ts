/** What the last run of the roll-up thread found about the clock. Each jump is logged once, and its end, too. */
import type { Log } from '../../../ports.ts';
import type { Clock } from '../../../store/sums/sums-jobs.ts';
import { clockText } from '../../../sums/trusted-clock-text.ts';

export interface ClockWatch {
  set(clock: Clock): void;
  latest(): Clock;
  /** The trusted time, once there was a run. */
  trusted(): Promise<Clock['trusted']>;
  /** Ends the waiting for a first run. */
  end(): void;
}

const UNKNOWN: Clock = { trusted: null, off: 0 };

export function createClockWatch(log: Log): ClockWatch {
  let latest = UNKNOWN;
  const first = Promise.withResolvers<void>();
  return {
    set(clock) {
      if (clock.off !== 0 && latest.off === 0) log.warn({ offMs: clock.off }, clockText(clock));
      if (clock.off === 0 && latest.off !== 0) log.info({}, clockText(clock));
      latest = clock;
      first.resolve();
    },
    latest: () => latest,
    async trusted() {
      await first.promise;
      return latest.trusted;
    },
    end: first.resolve,
  };
}
