/** Sends the traffic of a site through the queue's consumer into D1, then lets its day end and its hits expire. */
import { CHANNEL_NAMES } from '../../../src/channels/registry.ts';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { d1Engine } from '../../../src/runtime/d1-engine.ts';
import { createConsumer } from '../../../src/runtime/edge/queue/consumer.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { createDeliveries } from '../../../src/store/hit-log/queue-deliveries.ts';
import { createStore } from '../../../src/store/store.ts';
import { createSumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import { MINUTE } from '../../../src/time.ts';
import { newContent, newGroup, newLink } from '../../support/fixtures/records.ts';
import { addWork, measuredD1, noWork, type Work } from './measured-d1.ts';
import { createTraffic } from './traffic.ts';

const SEED = 20_240_229;
const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 9, 7) / DAY;
const CONTENTS = 2_500;
const CHANNELS = CHANNEL_NAMES.slice(0, 4);
const REDELIVERED = 0.05;
/** The time from a click to its delivery. */
const DELAY_MS = 2_000;
/** Hits of the day before, which fill the dictionaries with agents, places and referrers. */
const WARM_UP = 2_000;

/** The phases of a hit in chronological order. */
export const PHASES = [
  'stored',
  'rolledUp',
  'dayClosed',
  'hashesDeleted',
  'hitsDeleted',
  'dayCompacted',
] as const;
export type Phase = (typeof PHASES)[number];

export interface SiteRun {
  hits: number;
  /** Hits per batch. */
  size: number;
  perSecond: number;
  progress: Pick<ProgressBar, 'add'>;
}

export async function runSite(d1: D1Database, { hits, size, perSecond, progress }: SiteRun) {
  const { database, takeWork } = measuredD1(d1);
  const engine = d1Engine(database);
  const store = createStore({ main: engine, redelivers: true });
  const sums = createSumsRunner(engine);
  const links = await mintLinks(store);
  const work = Object.fromEntries(PHASES.map((phase) => [phase, noWork()])) as Record<Phase, Work>; // an entry for each phase
  const note = (phase: Phase) => addWork(work[phase], takeWork());
  const clock = { now: TODAY * DAY };
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
    await consume(batchOf(batch), (promise) => void works.push(promise));
    await Promise.all(works);
  };
  const repeat = async (step: () => Promise<boolean>) => {
    while (await step());
  };
  let nextMinute = clock.now;
  /** Rolls up as cron does each minute. */
  const runCron = async () => {
    if (clock.now < nextMinute) return;
    nextMinute = clock.now + MINUTE;
    note('stored');
    await repeat(async () => (await sums.isRollUpDue(clock.now)) && (await sums.rollUp()) > 0);
    note('rolledUp');
  };

  /** Runs retention until only daily totals remain of the days before this one. */
  const compactBefore = async (day: number) => {
    // A pass may only delete hits, which the next pass compacts, so look for two idle passes.
    for (let idle = 0; idle < 2; ) {
      const isDeleted = await store.maintenance.purgeCompacted(clock.now);
      note('hitsDeleted');
      const isCompacted = await sums.compactDays(day);
      note('dayCompacted');
      idle = isDeleted || isCompacted ? 0 : idle + 1;
    }
  };

  await deliver(createTraffic({ seed: 1, links, start: (TODAY - 1) * DAY, perSecond: 12 })(WARM_UP));
  await repeat(async () => (await sums.rollUp()) > 0);
  await repeat(() => sums.closeDays(TODAY));
  await repeat(() => store.maintenance.purgeHashes(TODAY));
  await compactBefore(TODAY);
  for (const phase of PHASES) work[phase] = noWork();

  const traffic = createTraffic({ seed: SEED, links, start: TODAY * DAY, perSecond });
  const redelivered: StampedHit[] = [];
  const sent = { hits: 0, batches: 0 };
  while (sent.hits < hits && clock.now < (TODAY + 1) * DAY) {
    const batch = traffic(size);
    await deliver(batch);
    redelivered.push(...batch.filter((hit) => (hit.nonce >>> 0) / 2 ** 32 < REDELIVERED));
    for (; redelivered.length >= size; sent.batches++) await deliver(redelivered.splice(0, size));
    sent.hits += size;
    sent.batches++;
    await runCron();
    progress.add(size);
  }
  note('stored');
  await repeat(async () => (await sums.rollUp()) > 0);
  note('rolledUp');
  await repeat(() => sums.closeDays(TODAY + 1));
  note('dayClosed');
  await repeat(() => store.maintenance.purgeHashes(TODAY + 3));
  note('hashesDeleted');
  await compactBefore(TODAY + 1);
  return { ...sent, work };
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
