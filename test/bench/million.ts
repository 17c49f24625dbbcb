/** A data folder with many hits, made once and kept in the temporary folder. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CHANNEL_NAMES } from '../../src/channels/registry.ts';
import { createRandom } from '../../src/demo/random.ts';
import type { Store } from '../../src/ports.ts';
import { foldAll } from '../../src/runtime/node/demo/fold-all.ts';
import { openStore } from '../../src/runtime/node/open-store.ts';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { newContent, newLink } from '../support/make.ts';
import { hitsOf } from './many-hits.ts';

/** Changes when the generator does. */
const VERSION = 1;
const CONTENTS = 500;
const CHANNELS = CHANNEL_NAMES.slice(0, 4);
const BATCH = 5_000;
const SEED = 90;

/** The path of a folder with that many hits of 90 days, all folded. */
export async function manyHits(count: number, progress: Progress): Promise<string> {
  const folder = join(tmpdir(), `sotto-bench-${count}-hits-v${VERSION}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}-${process.pid}`;
  try {
    await fill(draft, count, progress);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

async function fill(dataDir: string, count: number, progress: Progress): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const links = await mint(store);
    const random = createRandom(SEED);
    progress.begin('Hits', count);
    for (let stored = 0; stored < count; stored += BATCH) {
      const batch = hitsOf(random, {
        links,
        from: stored / count,
        to: (stored + BATCH) / count,
        count: BATCH,
      });
      await store.hits.append(batch);
      progress.add(batch.length);
      await nextTurn();
    }
    await foldAll(dataDir, count, progress);
    // As a server that has run all the while, which has no old visitors to forget.
    while (await store.hits.forgetVisitors(today() - 1)) await nextTurn();
  } finally {
    close();
  }
}

const today = () => Math.floor(Date.now() / 86_400_000);

async function mint(store: Store): Promise<number[]> {
  const rowIds: number[] = [];
  for (let made = 0; made < CONTENTS; made++) {
    const minted = await store.links.mint(
      newContent(),
      CHANNELS.map((channel) => newLink({ channel })),
    );
    rowIds.push(...(minted ?? []).map(({ rowId }) => rowId));
  }
  return rowIds;
}
