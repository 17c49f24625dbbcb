/** The cost of a hit on a folder with 90 days of hits: append, roll-up, closing its day, reading the tail. */
import { constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '../../../src/demo/random.ts';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import {
  type NodeSumsRunner,
  openStore,
  openSumsRunner,
} from '../../../src/runtime/node/sqlite/open-store.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { dataFolder, type Size, SKEW } from '../data-set/data-set.ts';
import { DAYS, END, hitsOf } from '../data-set/random-hits.ts';
import { median } from '../report/figures.ts';
import { ownThreadTime } from '../servers/cpu.ts';
import { type ColdStart, measureColdStart } from './cold-start.ts';
import { measureSpace, type Space } from './space.ts';

export interface RollUpOptions {
  size: Size;
  /** The number of hits of the next day that are stored and rolled up. */
  hits: number;
  /** The number of hits of today that a cold start reads. */
  cold: number;
  progress: ProgressBar;
}

/** Microseconds of CPU per hit. */
export interface RollUpCosts {
  /** Storing a hit on the main thread, by the size of the batch. */
  append: { batch: number; cpu: number }[];
  rollUp: number;
  closeDay: number;
  /** Reading a hit that is not rolled up in a statistics query. */
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
/** How often the query is run before and after an append. */
const TIMES = 5;
/** Everything by channel: it reads few sums, so that the tail dominates. */
const TAIL_QUERY: StatsPlan = {
  groupBy: ['channel'],
  filters: {},
  from: null,
  to: null,
  offsets: [{ from: 0, offset: 0 }],
  order: { measure: 'clicks', descending: true },
  limit: 100,
};

export async function measureRollUp({ size, hits, cold, progress }: RollUpOptions): Promise<RollUpFindings> {
  const source = await dataFolder(size, progress);
  const space = measureSpace(source);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  try {
    cpSync(source, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
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
    // A warm-up that also closes the earlier days, which are not measured.
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

interface RoundInput {
  store: Store;
  sums: NodeSumsRunner;
  batch: number;
  hits: NewHit[];
}

async function playRound({ store, sums, batch, hits }: RoundInput): Promise<Round> {
  const without = await readTail(store);
  const append = await appendAll(store, hits, batch);
  const tail = (await readTail(store)) - without;
  const rollUp = await rollUpAll(sums);
  return { batch, append: append / hits.length, rollUp: rollUp / hits.length, tail: tail / hits.length };
}

/** The average cost of a query, in microseconds. */
async function readTail({ stats }: Store): Promise<number> {
  const before = ownThreadTime();
  for (let time = 0; time < TIMES; time++) await stats.read(TAIL_QUERY);
  return (ownThreadTime() - before) / TIMES;
}

/** Generates the hits of the day after the folder's last day, in order. */
function createTraffic(links: number, hits: number) {
  const random = createRandom(SEED);
  const rows = Array.from({ length: links }, (_, place) => place + 1);
  // From the first midnight after the folder's hits.
  const first = (Math.ceil(END / DAY) * DAY - END) / (DAYS * DAY) + 1;
  let created = 0;
  return (count: number) => {
    const [from, to] = [created, created + count].map((done) => first + done / hits / DAYS);
    created += count;
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

/** Rolls up every hit in slices of 4,000. The checkpoint is not measured: on a server another thread runs it. */
async function rollUpAll(sums: NodeSumsRunner): Promise<number> {
  const before = ownThreadTime();
  while ((await sums.rollUp()) > 0);
  const spent = ownThreadTime() - before;
  sums.checkpoint();
  return spent;
}

/** Closes the UTC day `day`; returns the total cost. */
async function closeDay(sums: NodeSumsRunner, day: number): Promise<number> {
  const before = ownThreadTime();
  while (await sums.closeDays(day + 1));
  return ownThreadTime() - before;
}
