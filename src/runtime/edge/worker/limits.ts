import type { SharedLimits } from '../../../ports.ts';
import type { EdgeEnv } from '../env.ts';

/** The limits that the platform counts for all isolates of a location; undefined without both bindings. */
export function platformLimits({ KEY_LIMIT, STRANGER_LIMIT }: EdgeEnv): SharedLimits | undefined {
  if (!KEY_LIMIT || !STRANGER_LIMIT) return undefined;
  return async (limit, caller) => {
    const { success } = await (limit === 'perKey' ? KEY_LIMIT : STRANGER_LIMIT).limit({ key: caller });
    return success;
  };
}
