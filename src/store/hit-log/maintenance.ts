import type { MaintenanceStore } from '../../store-ports.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { createExpiry } from './expire.ts';
import { createForgetting } from './forget.ts';
import type { HitWriter } from './hit-writer.ts';
import { createSweep } from './sweep.ts';

/** `all` reads the sums as well. */
export function createMaintenanceStore(engine: Engine, writer: HitWriter, all: Reader): MaintenanceStore {
  const forget = createForgetting(engine, all);
  return {
    async forgetHashes(today) {
      writer.forgetDays(today - 1);
      return forget(today);
    },
    sweepDeleted: createSweep(engine, all),
    expire: createExpiry(engine, all),
  };
}
