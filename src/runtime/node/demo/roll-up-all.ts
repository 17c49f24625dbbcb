import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstOpenDay } from '../../../sums/trusted-clock.ts';
import type { ProgressBar } from '../commands/progress.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';

/**
 * Rolls up every hit and share of a data folder that no server uses, and closes the days before `now` (UTC milliseconds).
 * `count` is how many there are.
 */
export async function rollUpAll(
  dataDir: string,
  { count, now }: { count: number; now: number },
  progress: ProgressBar,
): Promise<void> {
  const runner = openSumsRunner({ dataDir });
  try {
    progress.begin('Counted', count);
    for (let moved = await runner.rollUp(); moved > 0; moved = await runner.rollUp()) {
      progress.add(moved);
      await nextTurn();
    }
    while (await runner.closeDays(firstOpenDay(now))) await nextTurn();
    runner.checkpoint();
  } finally {
    runner.close();
  }
}
