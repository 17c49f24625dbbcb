/** Data folders with many links and 90 days of hits, made once and kept in the temporary folder. */
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CHANNEL_NAMES } from '../../src/channels/registry.ts';
import { createRandom, type Random } from '../../src/demo/random.ts';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../../src/links/slug.ts';
import { openFolder, openStore } from '../../src/runtime/node/open-store.ts';
import type { Progress } from '../../src/runtime/node/progress.ts';
import type { Store } from '../../src/store-ports.ts';
import { newContent, newLink } from '../support/make.ts';
import { hitsOf } from './many-hits.ts';

export interface Size {
  hits: number;
  links: number;
}

/** Changes when the generator does. */
const VERSION = 2;
const CHANNELS = CHANNEL_NAMES.slice(0, 4);
const DAYS = 90;
const DAY = 86_400_000;
const BATCH = 5_000;
const MINTED_AT_ONCE = 500;
const SEED = 90;
/** The busiest content of a million links has a twentieth of all hits. */
export const SKEW = 4;

/** Measured, and rounded up: both databases and their logs. */
const BYTES_PER_HIT = 300;
const BYTES_PER_LINK = 800;

/** The path of a folder of that size, all folded. Says what is missing if the disk is too small for it. */
export async function dataFolder(size: Size, progress: Progress): Promise<string> {
  const folder = join(tmpdir(), `sotto-bench-${size.hits}-hits-${size.links}-links-v${VERSION}`);
  if (existsSync(folder)) return folder;
  demandRoom(size);
  const draft = `${folder}-${process.pid}`;
  try {
    await fill(draft, size, progress);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** Throws unless the temporary folder has room for `copies` of such a folder. */
export function demandRoom({ hits, links }: Size, copies = 1): void {
  const needed = (hits * BYTES_PER_HIT + links * BYTES_PER_LINK) * copies;
  mkdirSync(tmpdir(), { recursive: true });
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize >= needed) return;
  const inGb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new Error(
    `${hits.toLocaleString('en')} hits and ${links.toLocaleString('en')} links need ${inGb(needed)} in ${tmpdir()}, ` +
      `where ${inGb(bavail * bsize)} are free; TMPDIR names another place`,
  );
}

async function fill(dataDir: string, size: Size, progress: Progress): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const folder = openFolder({ dataDir });
  try {
    const random = createRandom(SEED);
    const links = await mint(store, size.links, random, progress);
    folder.checkpoint();
    progress.begin('Hits', size.hits);
    // Day by day, as a server lives: sums follow the hits, and old visitors are forgotten.
    for (let day = 0; day < DAYS; day++) {
      await write(store, random, { links, hits: size.hits, day });
      for (let ids = await folder.fold(); ids > 0; ids = await folder.fold()) {
        progress.add(ids);
        await nextTurn();
      }
      const yesterday = Math.floor(Date.now() / DAY) - DAYS + day;
      while (await store.hits.forgetVisitors(yesterday)) await nextTurn();
      while (await folder.forgetVisitors(yesterday)) await nextTurn();
      folder.checkpoint();
    }
  } finally {
    folder.close();
    close();
  }
}

/** The hits of one of the 90 days. */
async function write(
  store: Store,
  random: Random,
  { links, hits, day }: { links: number[]; hits: number; day: number },
): Promise<void> {
  const end = Math.round((hits * (day + 1)) / DAYS);
  for (let stored = Math.round((hits * day) / DAYS); stored < end; stored += BATCH) {
    const count = Math.min(BATCH, end - stored);
    const part = { links, from: stored / hits, to: (stored + count) / hits, count, skew: SKEW };
    await store.hits.append(hitsOf(random, part));
    await nextTurn();
  }
}

/** Contents with four links each; answers the row ids of the links. */
async function mint(store: Store, count: number, random: Random, progress: Progress): Promise<number[]> {
  progress.begin('Links', count);
  const rowIds: number[] = [];
  while (rowIds.length < count) {
    const contents = Math.ceil(Math.min(MINTED_AT_ONCE, count - rowIds.length) / CHANNELS.length);
    const mints = Array.from({ length: contents }, () => newContent()).flatMap((content) =>
      CHANNELS.map((channel) => {
        const link = newLink({ channel, url: content.url, slug: random.text(SLUG_ALPHABET, SLUG_LENGTH) });
        return { content, link, reuse: false };
      }),
    );
    const minted = await store.links.mintEach(mints);
    rowIds.push(...minted.map(({ rowId }) => rowId));
    progress.add(minted.length);
    await nextTurn();
  }
  return rowIds;
}
