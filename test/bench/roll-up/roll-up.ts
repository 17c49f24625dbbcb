/** What a hit costs on its way into the sums, on a folder that has lived: append, roll-up, end of day, tail. */
import { constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '../../../src/demo/random.ts';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Progress } from '../../../src/runtime/node/commands/progress.ts';
import {
  type NodeSumsRunner,
  openStore,
  openSumsRunner,
} from '../../../src/runtime/node/sqlite/open-store.ts';
import type { StatsPlan } from '../../../src/stats/plan.ts';
import type { Store } from '../../../src/store-ports.ts';
import { dataFolder, type Size, SKEW } from '../data-set/data-set.ts';
import { DAYS, END, hitsOf } from '../data-set/random-hits.ts';
import { median } from '../report/figures.ts';
import { ownThreadTime } from '../servers/cpu.ts';
import { type ColdStart, measureColdStart } from './cold-start.ts';
import { measureSpace, type Space } from './space.ts';

export interface RollUpOptions {
  size: Size;
  /** How many hits of the next day are stored and rolled up. */
  hits: number;
  /** How many hits of today a cold start reads. */
  cold: number;
  progress: Progress;
}

/** Microseconds of CPU per hit. */
export interface RollUpCosts {
  /** On the main thread, by the hits of a batch. */
  append: { batch: number; cpu: number }[];
  rollUp: number;
  closeDay: number;
  /** A hit that is not rolled up, when a statistic reads it. */
  tail: number;
}

export interface RollUpFindings extends RollUpCosts {
  size: Size;
  hits: number;
  coldStart: ColdStart;
  space: Space[];
}

const BATCHES = [16, 64] as const;
const SEED = 91;
const ROUNDS = 5;
const DAY = 86_400_000;
/** How often a question is asked before and after. */
const TIMES = 5;
/** Everything by channel: its sums are few, so that reading the hits beside them shows. */
const QUESTION: StatsPlan = {
  groupBy: ['channel'],
  filters: {},
  from: null,
  to: null,
  offsets: [{ from: 0, offset: 0 }],
  order: { measure: 'clicks', descending: true },
  limit: 100,
};

export async function measureRollUp({ size, hits, cold, progress }: RollUpOptions): Promise<RollUpFindings> {
  const made = await dataFolder(size, progress);
  const space = measureSpace(made);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  try {
    cpSync(made, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
    progress.begin('Roll-up', ROUNDS);
    const costs = await measureCosts(folder, { size, hits, progress });
    const coldStart = await measureColdStart(cold, progress);
    return { size, hits, ...costs, coldStart, space };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Options = Pick<RollUpOptions, 'size' | 'hits' | 'progress'>;

async function measureCosts(dataDir: string, { size, hits, progress }: Options): Promise<RollUpCosts> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const sums = openSumsRunner({ dataDir });
  try {
    const chunk = Math.ceil(hits / ROUNDS / BATCHES.length);
    const traffic = createTraffic(size.links, chunk * (1 + ROUNDS * BATCHES.length));
    // The first hits of a process are slower, and days that were over before are not what is measured.
    await appendAll(store, traffic(chunk), BATCHES[0]);
    await rollUpAll(sums);
    const today = Math.floor(END / DAY) + 1;
    while (await sums.closeDays(today)) await nextTurn();

    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const batch of BATCHES) rounds.push(await playRound({ store, sums, batch, hits: traffic(chunk) }));
      progress.add(1);
    }
    const closing = await closeDay(sums, today);
    const ofBatch = (batch: number) => rounds.filter((each) => each.batch === batch);
    return {
      append: BATCHES.map((batch) => ({ batch, cpu: median(ofBatch(batch).map(({ append }) => append)) })),
      rollUp: median(rounds.map(({ rollUp }) => rollUp)),
      closeDay: closing / (chunk * (1 + ROUNDS * BATCHES.length)),
      tail: median(rounds.map(({ tail }) => tail)),
    };
  } finally {
    sums.close();
    close();
  }
}

interface Round {
  batch: number;
  append: number;
  rollUp: number;
  tail: number;
}

interface Given {
  store: Store;
  sums: NodeSumsRunner;
  batch: number;
  hits: NewHit[];
}

async function playRound({ store, sums, batch, hits }: Given): Promise<Round> {
  const without = await readTail(store);
  const append = await appendAll(store, hits, batch);
  const tail = (await readTail(store)) - without;
  const rollUp = await rollUpAll(sums);
  return { batch, append: append / hits.length, rollUp: rollUp / hits.length, tail: tail / hits.length };
}

/** What an answer costs on average, in microseconds. */
async function readTail({ stats }: Store): Promise<number> {
  const before = ownThreadTime();
  for (let time = 0; time < TIMES; time++) await stats.read(QUESTION);
  return (ownThreadTime() - before) / TIMES;
}

/** The hits of the day after the folder's last, one after the other. */
function createTraffic(links: number, hits: number) {
  const random = createRandom(SEED);
  const rows = Array.from({ length: links }, (_, place) => place + 1);
  // From the midnight that the folder has not reached yet.
  const first = (Math.ceil(END / DAY) * DAY - END) / (DAYS * DAY) + 1;
  let made = 0;
  return (count: number) => {
    const [from, to] = [made, made + count].map((done) => first + done / hits / DAYS);
    made += count;
    return hitsOf(random, { links: rows, from: from ?? 1, to: to ?? 1, count, skew: SKEW });
  };
}

async function appendAll(store: Store, hits: NewHit[], batch: number): Promise<number> {
  const batches = Array.from({ length: Math.ceil(hits.length / batch) }, (_, place) =>
    hits.slice(place * batch, (place + 1) * batch),
  );
  const before = ownThreadTime();
  for (const each of batches) await store.hits.append(each);
  return ownThreadTime() - before;
}

/** Rolls up what waits in slices of 4,000; checkpoints are the server's to pay, once a second. */
async function rollUpAll(sums: NodeSumsRunner): Promise<number> {
  const before = ownThreadTime();
  while ((await sums.rollUp()) > 0);
  const spent = ownThreadTime() - before;
  sums.checkpoint();
  return spent;
}

/** Ends the day that begins with `day`; answers what it cost in all. */
async function closeDay(sums: NodeSumsRunner, day: number): Promise<number> {
  const before = ownThreadTime();
  while (await sums.closeDays(day + 1));
  return ownThreadTime() - before;
}
