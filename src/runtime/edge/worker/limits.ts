import type { Log, SharedLimits } from '../../../ports.ts';
import type { EdgeEnv } from '../env.ts';
import { within } from '../time-limit.ts';

/** Within one location the platform answers within some milliseconds. */
const TIMEOUT_MS = 500;

/**
 * The limits that the platform counts for all isolates of a location; undefined without both bindings. If it does not
 * answer, only the limits of this isolate hold.
 */
export function platformLimits(
  { KEY_LIMIT, STRANGER_LIMIT }: EdgeEnv,
  log: Pick<Log, 'warn'>,
): SharedLimits | undefined {
  if (!KEY_LIMIT || !STRANGER_LIMIT) return undefined;
  return async (limit, caller) => {
    const limiter = limit === 'perKey' ? KEY_LIMIT : STRANGER_LIMIT;
    try {
      return (await within(TIMEOUT_MS, limiter.limit({ key: caller }))).success;
    } catch (err) {
      log.warn({ err }, 'The platform does not count requests of the API');
      return true;
    }
  };
}
