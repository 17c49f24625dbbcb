/** What the roll-up costs: the same day of hits, folded in slices of several sizes on a folder that has lived. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { createRandom } from '../../src/demo/random.ts';
import { attachMain, openFile } from '../../src/runtime/node/open-files.ts';
import { openStore } from '../../src/runtime/node/open-store.ts';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { compile } from '../../src/store/compile.ts';
import { stagedFold, stageTables } from '../../src/store/staged-fold.ts';
import { ownThreadTime } from './cpu.ts';
import { dataFolder, type Size, SKEW } from './data-set.ts';
import { measureSpace } from './fold-space.ts';
import { hitsOf } from './many-hits.ts';

export interface FoldOptions {
  size: Size;
  /** How many hits are folded anew with each size of slice. */
  hits: number;
  progress: Progress;
}

const SLICES = [400, 2_000, 5_000];
const SEED = 91;
const BATCH = 5_000;
/** They all came within the last day. */
const LAST_DAY = 89 / 90;

/** Microseconds of the folding thread per hit, by what they were spent on. */
export interface FoldCost {
  slice: number;
  all: number;
  parts: Record<string, number>;
}

export async function measureFold({ size, hits, progress }: FoldOptions) {
  const made = await dataFolder(size, progress);
  const space = measureSpace(made);
  const costs: FoldCost[] = [];
  progress.begin('Fold', SLICES.length);
  for (const slice of SLICES) {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
    try {
      cpSync(made, folder, { recursive: true });
      await addHits(folder, hits, size.links);
      costs.push(foldInSlices(folder, slice));
    } finally {
      rmSync(folder, { recursive: true });
    }
    progress.add(1);
  }
  return { size, hits, costs, space };
}

async function addHits(dataDir: string, count: number, links: number): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const random = createRandom(SEED);
    const rows = Array.from({ length: links }, (_, place) => place + 1);
    for (let added = 0; added < count; added += BATCH) {
      const share = (done: number) => LAST_DAY + (1 - LAST_DAY) * (done / count);
      const part = { links: rows, from: share(added), to: share(added + BATCH), count: BATCH, skew: SKEW };
      await store.hits.append(hitsOf(random, part));
    }
  } finally {
    close();
  }
}

/** As the server folds, statement by statement. */
function foldInSlices(dataDir: string, slice: number): FoldCost {
  const sums = openFile(dataDir, 'sums', 'normal');
  try {
    attachMain(sums, dataDir);
    for (const table of stageTables) sums.exec(compile(table).text);
    const statements = prepareSlice(sums, slice);
    const folded = sums.prepare('SELECT hit_id FROM fold_state').pluck();
    const spent = new Map<string, number>();
    const first = Number(folded.get());
    for (let before = -1; before < Number(folded.get()); ) {
      before = Number(folded.get());
      foldSlice(statements, spent);
    }
    const hits = Number(folded.get()) - first;
    const parts = Object.fromEntries([...spent].map(([name, time]) => [name, time / hits]));
    return { slice, all: Object.values(parts).reduce((total, part) => total + part, 0), parts };
  } finally {
    sums.close();
  }
}

interface Step {
  name: string;
  run(): void;
}

function foldSlice(steps: Step[], spent: Map<string, number>): void {
  for (const { name, run } of steps) {
    const before = ownThreadTime();
    run();
    spent.set(name, (spent.get(name) ?? 0) + ownThreadTime() - before);
  }
}

function prepareSlice(sums: Database.Database, slice: number): Step[] {
  const step = (text: string, name: string, params: unknown[] = []): Step => {
    const statement = sums.prepare(text);
    return { name, run: () => statement.run(...params) };
  };
  const built = (query: SQL) => {
    const { text, params } = compile(query);
    return step(text, tableOf(text), params);
  };
  return [step('BEGIN', 'commit'), ...stagedFold(slice).map(built), step('COMMIT', 'commit')];
}

const tableOf = (text: string) =>
  /(?:INSERT INTO|UPDATE|DELETE FROM) (?:temp\.)?(\w+)/.exec(text)?.[1] ?? 'others';
