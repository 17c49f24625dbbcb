import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstOpenDay } from '../../../sums/trusted-clock.ts';
import type { ProgressBar } from '../commands/progress.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';

/**
 * Rolls up every hit of a data folder that no server uses, and closes the days before `now` (UTC milliseconds). `hits` is
 * the expected number of hits.
 */
export async function rollUpAll(
  dataDir: string,
  { hits, now }: { hits: number; now: number },
  progress: ProgressBar,
): Promise<void> {
  const runner = openSumsRunner({ dataDir });
  try {
    progress.begin('Counted', hits);
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
