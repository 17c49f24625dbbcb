/** Data folders with many links and 90 days of hits, created once and kept in the temporary folder. */
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CHANNEL_NAMES } from '../../../src/channels/registry.ts';
import { createRandom, type Random } from '../../../src/demo/random.ts';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { BATCH_LIMIT } from '../../../src/runtime/node/hit-log/group-commit.ts';
import {
  type NodeSumsRunner,
  openStore,
  openSumsRunner,
} from '../../../src/runtime/node/sqlite/open-store.ts';
import { HITS_PER_SLICE } from '../../../src/store/sums/sums-jobs.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../../../src/urls/slug.ts';
import { newContent, newGroup, newLink } from '../../support/fixtures/records.ts';
import { DAYS, END, hitsOf, type Part } from './random-hits.ts';

export interface Size {
  hits: number;
  links: number;
}

/** Increase it with every change of the generator. */
const VERSION = 6;
const CHANNELS = CHANNEL_NAMES.slice(0, 4);
const DAY = 86_400_000;
/** The largest batch that the server commits. */
const BATCH = BATCH_LIMIT;
const MINT_BATCH = 500;
const SEED = 90;
/** With this skew the busiest content of a million links has a twentieth of all hits. */
export const SKEW = 4;

/** Measured sizes of both databases and their logs, rounded up. */
const BYTES_PER_HIT = 300;
const BYTES_PER_LINK = 800;

/** Returns the path of a folder of this size, rolled up. Throws if the disk is too small. */
export async function dataFolder(size: Size, progress: ProgressBar): Promise<string> {
  const folder = join(tmpdir(), `sotto-bench-${size.hits}-hits-${size.links}-links-v${VERSION}`);
  if (existsSync(folder)) return folder;
  requireSpace(size);
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

/** Throws unless the temporary folder has space for `copies` of such a folder. */
export function requireSpace({ hits, links }: Size, copies = 1): void {
  const needed = (hits * BYTES_PER_HIT + links * BYTES_PER_LINK) * copies;
  mkdirSync(tmpdir(), { recursive: true });
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize >= needed) return;
  const inGb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new Error(
    `${hits.toLocaleString('en')} hits and ${links.toLocaleString('en')} links need ${inGb(needed)} in ${tmpdir()}, ` +
      `where ${inGb(bavail * bsize)} are free. Set TMPDIR to use another folder.`,
  );
}

async function fill(dataDir: string, size: Size, progress: ProgressBar): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const sums = openSumsRunner({ dataDir });
  try {
    const random = createRandom(SEED);
    const links = await mint(store, size.links, random, progress);
    sums.checkpoint();
    progress.begin('Hits', size.hits);
    // Day by day, as on a server: hits are rolled up, days are closed, and old hashes are deleted.
    for (let day = 0; day < DAYS; day++) {
      for (const part of partsOf(size, links, day)) {
        await append(store, hitsOf(random, part));
        progress.add(part.count);
        await rollUp(sums);
      }
      const today = Math.floor(END / DAY) - DAYS + day + 1;
      while (await sums.closeDays(today)) await nextTurn();
      while (await store.maintenance.purgeHashes(today)) await nextTurn();
    }
  } finally {
    sums.close();
    close();
  }
}

/** The hits of one of the 90 days, in slices of the roll-up. */
function partsOf({ hits }: Size, links: number[], day: number): Part[] {
  const end = Math.round((hits * (day + 1)) / DAYS);
  const parts: Part[] = [];
  for (let stored = Math.round((hits * day) / DAYS); stored < end; stored += HITS_PER_SLICE) {
    const count = Math.min(HITS_PER_SLICE, end - stored);
    parts.push({ links, from: stored / hits, to: (stored + count) / hits, count, skew: SKEW });
  }
  return parts;
}

async function append(store: Store, hits: NewHit[]): Promise<void> {
  for (let done = 0; done < hits.length; done += BATCH)
    await store.hits.append(hits.slice(done, done + BATCH));
}

/** Rolls up every hit and truncates the write-ahead logs, as the server's roll-up thread does. */
export async function rollUp(sums: NodeSumsRunner): Promise<void> {
  while ((await sums.rollUp()) > 0) await nextTurn();
  sums.checkpoint();
}

/** Mints contents with four links each; returns the row ids of the links. */
export async function mint(
  store: Store,
  count: number,
  random: Random,
  progress: ProgressBar,
): Promise<number[]> {
  progress.begin('Links', count);
  const rowIds: number[] = [];
  while (rowIds.length < count) {
    const contents = Math.ceil(Math.min(MINT_BATCH, count - rowIds.length) / CHANNELS.length);
    const groups = Array.from({ length: contents }, () => newContent()).map((content) => {
      const slug = () => random.text(SLUG_ALPHABET, SLUG_LENGTH);
      const links = CHANNELS.map((channel) => newLink({ channel, url: content.url, slug: slug() }));
      return newGroup(content, links);
    });
    const minted = (await store.links.insertGroups(groups)).flatMap((group) => group?.links ?? []);
    rowIds.push(...minted.map(({ rowId }) => rowId));
    progress.add(minted.length);
    await nextTurn();
  }
  return rowIds;
}
