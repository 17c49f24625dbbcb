/** Measures the start of a server with many hits of today: its duration and its memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../../src/demo/random.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { mint, rollUp } from '../data-set/data-set.ts';
import { DAYS, END, hitsOf } from '../data-set/random-hits.ts';
import { median } from '../report/figures.ts';
import { peakMemory } from '../servers/cpu.ts';
import { startSotto } from '../servers/sotto.ts';

const LINKS = 1_000;
const SEED = 92;
const DAY = 86_400_000;
const MAX_SPAN = DAY / 4;
/** The batches that a busy server commits. */
const BATCH = 64;
const SLICE = 4_096;
const STARTS = 3;

export interface ColdStart {
  hits: number;
  /** Milliseconds from the start of the process until it listens, with these hits and without hits. */
  milliseconds: number;
  empty: number;
  /** Peak memory until then in megabytes, with these hits and without hits. */
  peak: number;
  emptyPeak: number;
}

export async function measureColdStart(hits: number, progress: ProgressBar): Promise<ColdStart> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  try {
    await fill(join(folder, 'empty'), 0, progress);
    await fill(join(folder, 'full'), hits, progress);
    progress.begin('Cold starts', STARTS);
    const starts: { full: Start; empty: Start }[] = [];
    for (let start = 0; start < STARTS; start++) {
      starts.push({
        full: await startOnce(join(folder, 'full')),
        empty: await startOnce(join(folder, 'empty')),
      });
      progress.add(1);
    }
    return {
      hits,
      milliseconds: median(starts.map(({ full }) => full.milliseconds)),
      empty: median(starts.map(({ empty }) => empty.milliseconds)),
      peak: median(starts.map(({ full }) => full.peak)),
      emptyPeak: median(starts.map(({ empty }) => empty.peak)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Stores and rolls up hits of today, or of the last hour if the day has just started. */
async function fill(dataDir: string, hits: number, progress: ProgressBar): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const sums = openSumsRunner({ dataDir });
  try {
    const random = createRandom(SEED);
    const links = await mint(store, LINKS, random, progress);
    progress.begin('Hits of today', hits);
    const first = 1 - Math.min(MAX_SPAN, Math.max(END % DAY, DAY / 24)) / (DAYS * DAY);
    const shareOf = (done: number) => first + (1 - first) * (done / hits);
    for (let done = 0; done < hits; done += SLICE) {
      const count = Math.min(SLICE, hits - done);
      const slice = hitsOf(random, { links, from: shareOf(done), to: shareOf(done + count), count });
      for (let at = 0; at < count; at += BATCH) await store.hits.append(slice.slice(at, at + BATCH));
      await rollUp(sums);
      progress.add(count);
    }
  } finally {
    sums.close();
    close();
  }
}

interface Start {
  milliseconds: number;
  peak: number;
}

async function startOnce(dataDir: string): Promise<Start> {
  const started = performance.now();
  const server = await startSotto(dataDir);
  const milliseconds = performance.now() - started;
  const peak = peakMemory(server.pid);
  await server.stop();
  return { milliseconds, peak };
}
