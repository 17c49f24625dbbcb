/** Writes the demo data in the same way as a server: use cases mint, the store appends, the roll-up counts. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DemoHit, demoHits } from '../../../demo/demo-hits.ts';
import { type DemoShare, withShares } from '../../../demo/demo-shares.ts';
import { createDemoLinks, type DemoLinks } from '../../../demo/mint-demo.ts';
import { createRandom } from '../../../demo/random.ts';
import { visitorKey } from '../../../hits/judge/hash-map.ts';
import type { PasswordHashing, Settings } from '../../../ports.ts';
import type { CachedStore, Store } from '../../../store-ports/store.ts';
import { createIds } from '../../ids.ts';
import { createPasswords } from '../adapters/passwords.ts';
import type { ProgressBar } from '../commands/progress.ts';
import { rollUpAll } from './roll-up-all.ts';

/** Every demo has the same data. */
export const DEMO_SEED = 1;

const BATCH = 2_000;

interface StoreOptions {
  store: CachedStore;
  settings: Settings;
  passwords: PasswordHashing;
  seed: number;
  /** UTC milliseconds: the end of the 90 days. */
  now: number;
  progress: ProgressBar;
}

/** Fills a data folder whose store is empty, and rolls everything up, so that the server starts with nothing to do. */
export async function fillDemo({
  dataDir,
  ...options
}: Omit<StoreOptions, 'passwords'> & { dataDir: string }): Promise<void> {
  const count = await fillStore({ ...options, passwords: createPasswords() });
  const { now, progress } = options;
  await rollUpAll(dataDir, { count, now }, progress);
  progress.end();
}

/** Fills an empty store; returns how many hits and shares there are to roll up. */
export async function fillStore(options: StoreOptions): Promise<number> {
  const { store, settings, passwords, seed, now, progress } = options;
  const linkOf = await createDemoLinks({ store, settings, passwords }, { random: createRandom(seed), now });
  const { hits, shares } = withShares(demoHits(seed, now), seed);
  await storeShares(store, shares, linkOf);
  await append(store, hits, { linkOf, progress });
  return hits.length + shares.length;
}

/** Stores the shares, each before the hits that it brought. */
async function storeShares(store: Store, shares: DemoShare[], linkOf: DemoLinks): Promise<void> {
  const ids = createIds();
  const stored = new Map<DemoShare, number>();
  const contents = await contentIdsOf(store, shares, linkOf);
  for (const share of shares) {
    const { content, channel, at, code, parent, generation, visitor } = share;
    const linkRowId = linkOf(content, channel);
    const owner = { contentRowId: contents.get(content) ?? 0, linkRowId };
    const line = { parentRowId: parent ? (stored.get(parent) ?? null) : null, generation };
    const press = visitor === null ? null : { visitor: visitorKey(linkRowId, visitor), onceWithinMs: 0 };
    const added = await store.shares.add(
      { id: ids.id('shr'), at, ...owner, ...line, code, source: 'link' },
      press,
    );
    if (typeof added === 'object') stored.set(share, added.share.rowId);
  }
}

async function contentIdsOf(store: Store, shares: DemoShare[], linkOf: DemoLinks) {
  const ids = new Map<DemoShare['content'], number>();
  const links = await store.links.list({ archived: null }, { limit: 1_000, before: null });
  const byRowId = new Map(links.map(({ rowId, contentRowId }) => [rowId, contentRowId]));
  for (const { content, channel } of shares) ids.set(content, byRowId.get(linkOf(content, channel)) ?? 0);
  return ids;
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
