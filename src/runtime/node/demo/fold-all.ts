import { setImmediate as nextTurn } from 'node:timers/promises';
import { openFolder } from '../open-store.ts';
import type { Progress } from '../progress.ts';

/** Folds every hit of a data folder that nobody else folds; `hits` is how many to expect. */
export async function foldAll(dataDir: string, hits: number, progress: Progress): Promise<void> {
  const folder = openFolder({ dataDir });
  try {
    progress.begin('Counted', hits);
    for (let folded = await folder.fold(); folded > 0; folded = await folder.fold()) {
      progress.add(folded);
      await nextTurn();
    }
    folder.checkpoint();
  } finally {
    folder.close();
  }
}
