/** Writes the demo data in the same way as a server: use cases mint, the store appends, the roll-up counts. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DemoHit, demoHits } from '../../../demo/demo-hits.ts';
import { createDemoLinks, type DemoLinks } from '../../../demo/mint-demo.ts';
import { createRandom } from '../../../demo/random.ts';
import type { Settings } from '../../../ports.ts';
import type { CachedStore, Store } from '../../../store-ports/store.ts';
import { createPasswords } from '../adapters/passwords.ts';
import type { ProgressBar } from '../commands/progress.ts';
import { rollUpAll } from './roll-up-all.ts';

const BATCH = 2_000;

interface FillOptions {
  store: CachedStore;
  settings: Settings;
  dataDir: string;
  seed: number;
  /** UTC milliseconds: the end of the 90 days. */
  now: number;
  progress: ProgressBar;
}

/** Fills an empty store and rolls up all hits, so that the server starts with nothing to do. */
export async function fillDemo({
  store,
  settings,
  dataDir,
  seed,
  now,
  progress,
}: FillOptions): Promise<void> {
  const passwords = createPasswords();
  const linkOf = await createDemoLinks({ store, settings, passwords }, { random: createRandom(seed), now });
  const hits = demoHits(seed, now);
  await append(store, hits, { linkOf, progress });
  await rollUpAll(dataDir, { hits: hits.length, now }, progress);
  progress.end();
}

async function append(
  store: Store,
  hits: DemoHit[],
  { linkOf, progress }: { linkOf: DemoLinks; progress: ProgressBar },
) {
  progress.begin('Hits', hits.length);
  for (let from = 0; from < hits.length; from += BATCH) {
    const batch = hits.slice(from, from + BATCH);
    await store.hits.append(
      batch.map(({ content, channel, ...hit }) => ({ ...hit, linkRowId: linkOf(content, channel) })),
    );
    progress.add(batch.length);
    await nextTurn();
  }
}
