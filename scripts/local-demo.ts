/** Fills the D1 of the local worker with the data of the demo. */
import { cacheInstance } from '../src/instance/instance-cache.ts';
import { cacheLinks } from '../src/links/cache/link-cache.ts';
import type { Settings } from '../src/ports.ts';
import { openStorage } from '../src/runtime/edge/storage.ts';
import { createProgress } from '../src/runtime/node/commands/progress.ts';
import { type DemoFolder, markFilled } from '../src/runtime/node/demo/demo-folder.ts';
import { signInDemoMember } from '../src/runtime/node/demo/demo-member.ts';
import { DEMO_SEED, fillStore } from '../src/runtime/node/demo/fill-demo.ts';
import { createWebPasswords } from '../src/runtime/web-passwords.ts';
import type { CachedStore } from '../src/store-ports/store.ts';
import { firstOpenDay } from '../src/sums/trusted-clock.ts';
import { withLocalDatabase } from './local-worker.ts';

/** The store as the worker has it, without what many requests at once need. */
function openDemoStore(database: D1Database) {
  const { sums, deliveries: _, deadLetters: __, ...plain } = openStorage(database);
  const { refusals } = plain;
  const store: CachedStore = {
    ...cacheLinks(plain),
    instance: cacheInstance(plain.instance),
    refusals: {
      ...refusals,
      countRefusal: (refusal) => refusals.count({ refusals: [{ ...refusal, times: 1 }], unknownSlugs: [] }),
      countUnknownSlug: (unknown) =>
        refusals.count({ refusals: [], unknownSlugs: [{ ...unknown, times: 1 }] }),
    },
  };
  return { store, sums };
}

/** Fills the folder if it is new. Resolves with the path of the link that signs its member in. */
export function prepareLocalDemo(folder: DemoFolder, settings: Settings): Promise<string> {
  return withLocalDatabase(folder.path, async (database) => {
    const { store, sums } = openDemoStore(database);
    const passwords = createWebPasswords();
    if (!folder.filled) {
      const now = Date.now();
      const progress = createProgress(process.stderr);
      const count = await fillStore({ store, settings, passwords, seed: DEMO_SEED, now, progress });
      progress.begin('Counted', count);
      for (let moved = await sums.rollUp(); moved > 0; moved = await sums.rollUp()) progress.add(moved);
      while (await sums.closeDays(firstOpenDay(now)));
      progress.end();
      markFilled(folder);
    }
    return signInDemoMember(store, settings, passwords);
  });
}
