import { describe, expect, it, onTestFinished } from 'vitest';
import { startHousekeeping } from '../../../src/runtime/node/background/housekeeping.ts';
import type { TrustedTime } from '../../../src/sums/trusted-clock.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 7, 12);

/** When data is old, which is earlier than the clock's time after a jump. */
const AGING = NOW - 30 * DAY;

/** Housekeeping with jobs that have one step each, and the times they were given. */
function keepHouse(trusted: TrustedTime | null) {
  const calls: unknown[][] = [];
  const job = (name: string) => async (at: number) => calls.push([name, at]) < 0;
  const maintenance = {
    purgeHashes: job('purgeHashes'),
    purgeDeleted: job('purgeDeleted'),
    purgeAudit: async () => false,
    purgeCompacted: job('purgeCompacted'),
  };
  const end = startHousekeeping({
    store: { maintenance, contents: { stepLinks: async () => ({ more: false, changed: [] }) } },
    salts: { tidy: (now) => void calls.push(['tidy', now]) },
    log: { info: () => {}, warn: () => {}, error: (fields) => void calls.push(['error', fields]) },
    trustedNow: async () => trusted,
    clock: () => NOW + 1,
    removeUnused: async ({ agingAt }) => calls.push(['removeUnused', agingAt]) < 0,
    deleteOldCopies: (at) => void calls.push(['deleteOldCopies', at]),
    compact: () => calls.push(['compact']) < 0,
  });
  onTestFinished(end);
  return calls;
}

describe('housekeeping', () => {
  it('deletes what is due according to the trusted time', async () => {
    const calls = keepHouse({ now: NOW, agingAt: AGING });
    await expect
      .poll(() => calls.toSorted())
      .toEqual([
        ['compact'],
        ['deleteOldCopies', NOW],
        ['purgeCompacted', AGING],
        ['purgeDeleted', NOW + 1],
        ['purgeHashes', Math.floor(NOW / DAY)],
        ['removeUnused', AGING],
        ['tidy', NOW],
      ]);
  });

  it('deletes only what somebody has deleted or erased while the clock is not trusted', async () => {
    const calls = keepHouse(null);
    await expect
      .poll(() => calls.toSorted())
      .toEqual([['compact'], ['purgeDeleted', NOW + 1], ['tidy', null]]);
  });
});
