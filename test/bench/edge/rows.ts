/** Measures the rows that a hit writes, as D1 counts and bills them (`meta.rows_written`, indexes included). */
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { applyMigrations } from '../../../scripts/migrations.ts';
import { CHANNEL_NAMES } from '../../../src/channels/registry.ts';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { d1Engine } from '../../../src/runtime/d1-engine.ts';
import { createConsumer } from '../../../src/runtime/edge/queue/consumer.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { createDeliveries } from '../../../src/store/hit-log/queue-deliveries.ts';
import { createStore } from '../../../src/store/store.ts';
import { createSumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import { newContent, newGroup, newLink } from '../../support/fixtures/records.ts';
import { override } from '../../support/override.ts';
import { createTraffic } from './traffic.ts';

const SEED = 20_240_229;
const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 7, 9);
const TODAY = Math.floor(START / DAY);
const CONTENTS = 2_500;
const CHANNELS = CHANNEL_NAMES.slice(0, 4);
const PER_SECOND = 12;
const REDELIVERED = 0.05;
/** The time from a click to its delivery. */
const DELAY_MS = 2_000;
/** Hits before the measured ones, which fill the dictionaries with agents, places and referrers. */
const WARM_UP = 2_000;
const SIZES = [100, 10, 1];

/** The phases of a hit in chronological order. */
const PHASES = ['stored', 'rolledUp', 'dayClosed', 'hashesDeleted', 'expired'] as const;
type Phase = (typeof PHASES)[number];

/** Figures for one batch size, per hit unless noted. A hit that is delivered twice counts once. */
export interface RowFigures {
  size: number;
  hits: number;
  written: Record<Phase, number>;
  /** Rows that D1 reads to store and roll up a hit, and in the later phases. */
  read: number;
  readLater: number;
  /** D1 calls per batch, to store it and to roll it up. */
  calls: number;
  /** D1's time to store and roll up a hit, in microseconds. */
  micros: number;
}

export interface RowOptions {
  folder: string;
  /** The number of hits for each batch size. */
  hits: number;
  progress: ProgressBar;
}

export async function measureRows({ folder, hits, progress }: RowOptions): Promise<RowFigures[]> {
  const figures: RowFigures[] = [];
  for (const size of SIZES) {
    const { env, dispose } = await getPlatformProxy<Pick<Env, 'DB'>>({
      configPath: 'wrangler.toml',
      persist: { path: join(folder, `d1-${size}`) },
    });
    try {
      await applyMigrations(env.DB);
      progress.begin(`rows, batches of ${size}`, hits / size);
      figures.push(await measureSize(env.DB, size, hits, () => progress.add(1)));
    } finally {
      await dispose();
    }
  }
  return figures;
}

async function measureSize(
  d1: D1Database,
  size: number,
  hits: number,
  done: () => void,
): Promise<RowFigures> {
  const { database, takeWork } = measuredD1(d1);
  const engine = d1Engine(database);
  const store = createStore({ main: engine, redelivers: true });
  const sums = createSumsRunner(engine);
  const links = await mintLinks(store);
  const work = Object.fromEntries(PHASES.map((phase) => [phase, noWork()])) as Record<Phase, Work>; // an entry for each phase
  const note = (phase: Phase) => add(work[phase], takeWork());
  const clock = { now: START };
  const consume = createConsumer({
    deliveries: createDeliveries(engine, store.writer),
    sums: {
      async rollUp() {
        note('stored');
        const moved = await sums.rollUp();
        note('rolledUp');
        return moved;
      },
    },
    clock: () => clock.now,
    log: { info: () => {}, warn: fail, error: fail },
  });
  const deliver = async (batch: StampedHit[]) => {
    const works: Promise<unknown>[] = [];
    clock.now = Math.max(clock.now, (batch.at(-1)?.at ?? 0) + DELAY_MS);
    await consume(batchOf(batch), (work) => void works.push(work));
    await Promise.all(works);
  };
  const repeat = async (step: () => Promise<boolean>) => {
    while (await step());
  };

  /** Runs retention until only daily totals remain of the days before this one. */
  const compactBefore = async (day: number) => {
    // A pass may only delete hits, which the next pass compacts, so look for two idle passes.
    for (let idle = 0; idle < 2; ) {
      const moved = [await store.maintenance.purgeCompacted(clock.now), await sums.compactDays(day)];
      idle = moved.includes(true) ? 0 : idle + 1;
    }
  };

  await deliver(createTraffic({ seed: 1, links, start: START - DAY, perSecond: PER_SECOND })(WARM_UP));
  await repeat(async () => (await sums.rollUp()) > 0);
  await repeat(() => sums.closeDays(TODAY));
  await repeat(() => store.maintenance.purgeHashes(TODAY));
  await compactBefore(TODAY);
  takeWork();

  const traffic = createTraffic({ seed: SEED, links, start: START, perSecond: PER_SECOND });
  const redelivered: StampedHit[] = [];
  let batches = 0;
  for (let sent = 0; sent < hits; sent += size) {
    const batch = traffic(size);
    await deliver(batch);
    redelivered.push(...batch.filter((hit) => (hit.nonce >>> 0) / 2 ** 32 < REDELIVERED));
    for (; redelivered.length >= size; batches++) await deliver(redelivered.splice(0, size));
    batches++;
    done();
  }
  note('stored');
  await repeat(async () => (await sums.rollUp()) > 0);
  note('rolledUp');
  await repeat(() => sums.closeDays(TODAY + 1));
  note('dayClosed');
  await repeat(() => store.maintenance.purgeHashes(TODAY + 2));
  note('hashesDeleted');
  await compactBefore(TODAY + 1);
  note('expired');

  const perHit = (of: (done: Work) => number, phases: readonly Phase[]) =>
    phases.reduce((sum, phase) => sum + of(work[phase]), 0) / hits;
  const now: Phase[] = ['stored', 'rolledUp'];
  const later: Phase[] = ['dayClosed', 'hashesDeleted', 'expired'];
  return {
    size,
    hits,
    written: Object.fromEntries(
      PHASES.map((phase) => [phase, perHit(({ written }) => written, [phase])]),
    ) as RowFigures['written'], // a figure for each phase
    read: perHit(({ read }) => read, now),
    readLater: perHit(({ read }) => read, later),
    calls: (perHit(({ calls }) => calls, now) * hits) / batches,
    micros: perHit(({ ms }) => ms, now) * 1_000,
  };
}

function fail(fields: object, message: string): never {
  throw new Error(
    `${message}: ${JSON.stringify(fields, (_, value) => (value instanceof Error ? String(value) : value))}`,
  );
}

async function mintLinks(store: ReturnType<typeof createStore>): Promise<number[]> {
  const groups = Array.from({ length: CONTENTS }, () => newContent()).map((content) =>
    newGroup(
      content,
      CHANNELS.map((channel) => newLink({ channel, url: content.url })),
    ),
  );
  const links: number[] = [];
  for (let from = 0; from < groups.length; from += 250) {
    const minted = await store.links.insertGroups(groups.slice(from, from + 250));
    links.push(...minted.flatMap((group) => group?.links.map(({ rowId }) => rowId) ?? []));
  }
  return links;
}

let delivered = 0;

/** One message for each hit, as without concurrent visitors. */
function batchOf(hits: StampedHit[]): MessageBatch {
  const fails = () => {
    throw new Error('A batch was not stored');
  };
  const messages = hits.map((hit) => ({
    id: `${delivered++}`,
    timestamp: new Date(hit.at),
    attempts: 1,
    body: { v: 1, hits: [hit] },
    ...{ ack: () => {}, retry: fails },
  }));
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
  return { queue: 'sotto-hits', messages, metadata, ackAll: () => {}, retryAll: fails };
}

/** The work of D1. */
interface Work {
  written: number;
  read: number;
  ms: number;
  calls: number;
}

const noWork = (): Work => ({ written: 0, read: 0, ms: 0, calls: 0 });

function add(sum: Work, more: Work): void {
  sum.written += more.written;
  sum.read += more.read;
  sum.ms += more.ms;
  sum.calls += more.calls;
}

/** Wraps D1; `takeWork` returns its work since the last call. */
function measuredD1(database: D1Database) {
  let done = noWork();
  const batch: D1Database['batch'] = async <T>(statements: D1PreparedStatement[]) => {
    const answers = await database.batch<T>(statements);
    done.calls++;
    for (const { meta } of answers) {
      done.written += meta.rows_written;
      done.read += meta.rows_read;
      done.ms += meta.duration;
    }
    return answers;
  };
  return {
    database: override(database, { batch }),
    takeWork() {
      const before = done;
      done = noWork();
      return before;
    },
  };
}
