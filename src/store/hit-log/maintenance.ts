import type { MaintenanceStore } from '../../store-ports/hit-stores.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import type { HitWriter } from './hit-writer.ts';
import { createCompactedPurge } from './purge-compacted.ts';
import { createDeletedPurge } from './purge-deleted.ts';
import { createHashPurge } from './purge-hashes.ts';

/** `all` reads the sums as well. */
export function createMaintenanceStore(
  engine: Engine,
  writer: HitWriter,
  all: Reader,
): Omit<MaintenanceStore, 'purgeAudit'> {
  const purgeHashes = createHashPurge(engine, all);
  return {
    async purgeHashes(today) {
      writer.forgetDays(today - 1);
      return purgeHashes(today);
    },
    purgeDeleted: createDeletedPurge(engine, all),
    purgeCompacted: createCompactedPurge(engine, all),
  };
}
