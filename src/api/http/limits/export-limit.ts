/** Limits how many files one key downloads at the same time. Counts in this process only. */
import { AppError } from '../../../errors.ts';
import type { Clock } from '../../../ports.ts';
import { MINUTE } from '../../../time.ts';

/** More would only make each of them slower, because exports are read by one process. */
const MAX_EXPORTS = 3;
/** An export from which the client has read nothing for so long does not count any more. */
const IDLE_MS = MINUTE;

export interface RunningExport {
  /** Notes that the client goes on reading. */
  touch(): void;
  end(): void;
}

/** Throws a 429 if this key downloads enough files already. */
export type BeginExport = (keyId: string) => RunningExport;

export function createExportLimit(clock: Clock, most = MAX_EXPORTS): BeginExport {
  const exports = new Map<string, Set<{ readAt: number }>>();
  return (keyId) => {
    const own = exports.get(keyId) ?? new Set();
    for (const each of own) if (clock() - each.readAt > IDLE_MS) own.delete(each);
    if (own.size >= most) {
      const detail = `This key is downloading ${most} files already. Try again when one of them has ended.`;
      throw new AppError('rate_limited', detail);
    }
    const started = { readAt: clock() };
    exports.set(keyId, own.add(started));
    return {
      touch() {
        started.readAt = clock();
      },
      end() {
        own.delete(started);
        if (own.size === 0) exports.delete(keyId);
      },
    };
  };
}
