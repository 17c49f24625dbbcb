import { describe, expect, it, onTestFinished } from 'vitest';
import { startHousekeeping } from '../../../src/runtime/node/background/housekeeping.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 7, 12);

/** Housekeeping with jobs that have one step each, and the times they were given. */
function keepHouse(now: number | null) {
  const calls: unknown[][] = [];
  const job = (name: string) => async (at: number) => calls.push([name, at]) < 0;
  const maintenance = {
    purgeHashes: job('purgeHashes'),
    purgeDeleted: job('purgeDeleted'),
    purgeCompacted: job('purgeCompacted'),
  };
  const end = startHousekeeping({
    store: { maintenance },
    salts: { tidy: () => void calls.push(['tidy']) },
    log: { info: () => {}, warn: () => {}, error: (fields) => void calls.push(['error', fields]) },
    trustedNow: async () => now,
    compact: () => calls.push(['compact']) < 0,
  });
  onTestFinished(end);
  return calls;
}

describe('housekeeping', () => {
  it('deletes what is due according to the trusted time', async () => {
    const calls = keepHouse(NOW);
    await expect
      .poll(() => calls)
      .toEqual([
        ['tidy'],
        ['purgeHashes', Math.floor(NOW / DAY)],
        ['purgeDeleted', NOW],
        ['purgeCompacted', NOW],
        ['compact'],
      ]);
  });

  it('deletes only old salts while the clock is not trusted', async () => {
    const calls = keepHouse(null);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toEqual([['tidy']]);
  });
});
